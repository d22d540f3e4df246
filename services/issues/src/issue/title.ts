import { themes } from '@vocloop/text';
import { aspectLabel } from './aspect.js';
import { themeless, type Scope } from './grouping.js';

/** What a person would call the problem: its theme, its aspect, and where; a themeless one by the words of its first text. */
export function titleOf(scope: Scope, touchpoint: string, words: readonly string[]): string {
  if (scope.theme === themeless) return titleOfWords(words.slice(0, 4), touchpoint);
  const aspect = scope.aspect && aspectLabel(scope.theme, scope.aspect);
  const where = [
    ...(touchpoint === scope.theme ? [] : [said(touchpoint)]),
    ...(scope.supplier ? [`supplier ${scope.supplier}`] : []),
    ...(scope.product ? [scope.product] : []),
  ];
  return `${nameOf(scope.theme)}${aspect ? `: ${aspect}` : ''}${where.length > 0 ? ` (${where.join(', ')})` : ''}`;
}

const nameOf = (theme: string): string => themes.find(({ id }) => id === theme)?.name ?? capital(said(theme));
const said = (name: string): string => name.replace(/[_-]+/g, ' ');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a split-off problem is called: where it came from, and the words of its own. */
export const titleOfSplit = (title: string, words: readonly string[]): string => `${title}: ${words.slice(0, 3).join(', ')}`.slice(0, 300);

/** A themeless problem is called by the words that its texts share. */
export const titleOfWords = (words: readonly string[], touchpoint: string): string => `${capital(words.join(', '))} (${said(touchpoint)})`;
