import { themes } from '@vocloop/text';
import { aspectLabel } from './aspect.js';
import { themeless, type Scope } from './grouping.js';

/** What a person would call the problem: its theme, its aspect, and where; a themeless one by the words of its first text. */
export function titleOf(scope: Scope, touchpoint: string, words: readonly string[]): string {
  const what = scope.theme === themeless ? capital(words.slice(0, 4).join(', ')) : nameOf(scope.theme);
  const aspect = scope.aspect && aspectLabel(scope.theme, scope.aspect);
  const where = [
    ...(touchpoint === scope.theme ? [] : [said(touchpoint)]),
    ...(scope.supplier ? [`supplier ${scope.supplier}`] : []),
    ...(scope.product ? [scope.product] : []),
  ];
  return `${what}${aspect ? `: ${aspect}` : ''}${where.length > 0 ? ` (${where.join(', ')})` : ''}`;
}

const nameOf = (theme: string): string => themes.find(({ id }) => id === theme)?.name ?? capital(said(theme));
const said = (name: string): string => name.replace(/[_-]+/g, ' ');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a split-off problem is called: where it came from, and the words of its own. */
export const titleOfSplit = (title: string, words: readonly string[]): string => `${title}: ${words.slice(0, 3).join(', ')}`.slice(0, 300);
