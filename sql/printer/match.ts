/** MATCH_RECOGNIZE as SQL. */
import type { AfterMatch, MatchRecognize, PatternNode, PatternRepeat } from '../ast/match.js';
import { printExpr, printList } from './expression.js';
import { printIdentifier, printNames, quoteName, words } from './name.js';
import { printAlias, printInput } from './table-ref.js';
import { printOrderBy } from './window.js';

export function printMatch(match: MatchRecognize): string {
  const { partitionBy, orderBy, measures, rows, after, within, subsets, defines } = match;
  const { startAnchor, endAnchor } = match;
  const pattern = words(startAnchor && '^', printPattern(match.pattern, 0), endAnchor && '$');
  const inside = words(
    partitionBy.length > 0 && `PARTITION BY ${printList(partitionBy)}`,
    printOrderBy(orderBy),
    measures.length > 0 &&
      `MEASURES ${measures
        .map(({ expr, alias }) => `${printExpr(expr)} AS ${printIdentifier(alias)}`)
        .join(', ')}`,
    rows && `${rows} PER MATCH`,
    after && printAfter(after),
    `PATTERN (${pattern})`,
    within && `WITHIN ${printExpr(within)}`,
    subsets.length > 0 &&
      `SUBSET ${subsets
        .map(({ name, variables }) => `${printIdentifier(name)} = ${printNames(variables)}`)
        .join(', ')}`,
    `DEFINE ${defines
      .map(({ variable, condition }) => `${printIdentifier(variable)} AS ${printExpr(condition)}`)
      .join(', ')}`,
  );
  return words(printInput(match.input), `MATCH_RECOGNIZE (${inside})`, printAlias(match.alias));
}

function printAfter({ mode, variable }: AfterMatch): string {
  const target = mode === 'PAST LAST ROW' ? mode : `TO ${mode}`;
  return words('AFTER MATCH SKIP', target, variable && printIdentifier(variable));
}

/** `strength` of the place: 0 anything, 1 no alternation, 2 one item alone. */
function printPattern(pattern: PatternNode, strength: number): string {
  switch (pattern.kind) {
    case 'pattern-variable':
      return quoteName(pattern.name);
    case 'pattern-alternation':
      return group(pattern.items.map((item) => printPattern(item, 1)).join(' | '), strength > 0);
    case 'pattern-concat':
      return group(pattern.items.map((item) => printPattern(item, 2)).join(' '), strength > 1);
    case 'pattern-repeat':
      return group(printRepeat(pattern), strength > 2);
    case 'pattern-exclude':
      return `{- ${printPattern(pattern.item, 0)} -}`;
    case 'pattern-permute':
      return `PERMUTE(${pattern.items.map((item) => printPattern(item, 0)).join(', ')})`;
  }
}

function group(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}

function printRepeat({ item, min, max, reluctant }: PatternRepeat): string {
  return `${printPattern(item, 3)}${printRange(min, max)}${reluctant ? '?' : ''}`;
}

function printRange(min: number, max: number | null): string {
  if (max === null) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}
