import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { invalid } from '@vocloop/service';
import type { FastifyInstance } from 'fastify';

/** Lets rules be sent as the file that they are: `curl -T rules.yaml -H 'content-type: text/yaml'`. */
@Injectable()
export class YamlBodyService implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addContentTypeParser(/^(text|application)\/(x-)?yaml\b/i, { parseAs: 'buffer' }, (_request, body, done) => {
      try {
        done(null, utf8.decode(body as Buffer));
      } catch {
        done(invalid([{ pointer: '', code: 'wrong_format', detail: 'the body is not UTF-8; save the file in UTF-8' }]));
      }
    });
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
