import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@vocloop/service';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
/** Pieces of the page, in the order in which they build on each other. */
const scripts = ['elements.html', 'charts.html', 'panels.html', 'details.html', 'live.html'].map(read);
const page = read('page.html').replace('<!-- style -->', () => `<style>${read('page.css')}</style>`).replace('<!-- scripts -->', () => scripts.join(''));

const hashesOf = (tag: string): string =>
  [...page.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(([, text]) => `'sha256-${createHash('sha256').update(text!).digest('base64')}'`).join(' ');

/** Only what is in the page itself may run; it may speak with its own address alone, and nobody may frame it. */
const policy = `default-src 'none'; script-src ${hashesOf('script')}; style-src ${hashesOf('style')}; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The plain page that shows the loop live. It holds no data: it asks the API with the key that its reader gives. */
@Public()
@ApiExcludeController()
@Controller()
export class PageController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', policy)
  @Header('referrer-policy', 'no-referrer')
  @Header('x-content-type-options', 'nosniff')
  @Header('cache-control', 'no-cache')
  show(): string {
    return page;
  }
}
