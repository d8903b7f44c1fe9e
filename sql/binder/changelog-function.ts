/** TO_CHANGELOG and FROM_CHANGELOG: changes as rows with a code, and back. */
import { didYouMean, SqlError, type Span } from '../../core/errors.js';
import { formatType, stringType, withoutAttribute } from '../../core/types.js';
import { isText } from '../../engine/functions/common-type.js';
import type * as Ast from '../ast/expr.js';
import type { Identifier } from '../ast/node.js';
import type { ChangeCodes, LogicalNode } from '../logical/nodes.js';
import { select } from '../logical/nodes.js';
import type { BindEnv } from './context.js';
import { exprContext } from './context.js';
import { invalid } from './errors.js';
import { bindArgument } from './function-call.js';
import { givenArguments, type Given } from './named-arguments.js';
import type { Scope } from './scope.js';
import { emptyScope } from './scope.js';
import { tableArgument } from './table-argument.js';

const PARAMETERS = ['INPUT', 'OP', 'OP_MAPPING'] as const;
type Parameters = Given<(typeof PARAMETERS)[number]>;

/** Names of the changes by their number (core/rowkind.ts). */
const KINDS = ['INSERT', 'UPDATE_BEFORE', 'UPDATE_AFTER', 'DELETE'] as const;
type Codes = ChangeCodes['codes'];
const PLAIN_CODES: Codes = KINDS.map((name, kind) => [name, kind] as const);

export function isChangelogFunction(name: string): boolean {
  return name === 'TO_CHANGELOG' || name === 'FROM_CHANGELOG';
}

export function bindChangelogFunction(
  node: Ast.CallExpr,
  name: string,
  env: BindEnv,
  parent: Scope | null,
): LogicalNode {
  const given = givenArguments(node, name, PARAMETERS);
  const { node: input, partition } = tableArgument(given.get('INPUT'), env, parent, node);
  if (partition.length > 0)
    throw invalid(`${name} takes no PARTITION BY`, (given.get('INPUT') ?? node).span);
  const column = codeColumn(given, name);
  const pairs = mapping(given, name, env);
  return name === 'TO_CHANGELOG'
    ? toChangelog(input, column?.name ?? 'op', pairs, node.span)
    : fromChangelog(input, column, pairs, node);
}

function codeColumn(given: Parameters, name: string): Identifier | null {
  const op = given.get('OP');
  if (op === undefined) return null;
  if (op.kind !== 'descriptor' || op.columns.length !== 1)
    throw invalid(`OP of ${name} is DESCRIPTOR(one column)`, op.span);
  return op.columns[0]!;
}

/** The pairs of OP_MAPPING as written; null when there is none. */
function mapping(
  given: Parameters,
  name: string,
  env: BindEnv,
): readonly [string, string][] | null {
  const arg = given.get('OP_MAPPING');
  if (arg === undefined) return null;
  const ctx = exprContext(env, emptyScope, `OP_MAPPING of ${name}`);
  const bound = bindArgument(arg, name, ctx);
  const isTexts = bound.type.id === 'map' && isText(bound.type.key) && isText(bound.type.value);
  if (bound.kind !== 'literal' || !isTexts || bound.value === null)
    throw invalid(`OP_MAPPING of ${name} is a constant MAP of texts`, arg.span);
  return (bound.value as readonly (readonly [string | null, string | null])[]).map(
    ([key, value]) => {
      if (key === null || value === null) throw invalid('OP_MAPPING has a NULL', arg.span);
      return [key, value];
    },
  );
}

/** One side of a pair may list several, with commas. */
function listed(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

function kindOf(text: string, span: Span): number {
  const kind = KINDS.findIndex((name) => name === text.toUpperCase());
  if (kind >= 0) return kind;
  throw new SqlError('SQL_INVALID', {
    message: `OP_MAPPING: '${text}' is no change (they are ${KINDS.join(', ')})`,
    span,
    hint: didYouMean(text, KINDS),
  });
}

function toChangelog(
  input: LogicalNode,
  name: string,
  pairs: readonly [string, string][] | null,
  span: Span,
): LogicalNode {
  const codes: Codes =
    pairs?.flatMap(([kinds, code]) =>
      listed(kinds).map((kind) => [code, kindOf(kind, span)] as const),
    ) ?? PLAIN_CODES;
  const plain = input.output.fields.map((f) => ({ name: f.name, type: withoutAttribute(f.type) }));
  const coded: ChangeCodes = {
    kind: 'changeCodes',
    direction: 'write',
    input,
    column: -1,
    codes,
    output: { fields: [...plain, { name, type: stringType }] },
  };
  return select(coded, [plain.length, ...plain.keys()]);
}

function fromChangelog(
  input: LogicalNode,
  named: Identifier | null,
  pairs: readonly [string, string][] | null,
  node: Ast.CallExpr,
): LogicalNode {
  const { fields } = input.output;
  const { span } = node;
  const column = fields.findIndex((field) => field.name === (named?.name ?? 'op'));
  const names = fields.map((field) => field.name);
  if (column < 0) {
    throw new SqlError('SQL_UNKNOWN_COLUMN', {
      message: `FROM_CHANGELOG: no column "${named?.name ?? 'op'}" (there are ${names.join(', ')})`,
      span: (named ?? node).span,
      hint: named === null ? 'Name it: op => DESCRIPTOR(c).' : didYouMean(named.name, names),
    });
  }
  const { type } = fields[column]!;
  if (!isText(type))
    throw invalid(`codes of changes are texts, not ${formatType(type)}`, (named ?? node).span);
  const codes: Codes =
    pairs?.flatMap(([texts, kind]) =>
      listed(texts).map((code) => [code, kindOf(kind, span)] as const),
    ) ?? PLAIN_CODES;
  if (codes.some(([, kind]) => kind === 2) && !codes.some(([, kind]) => kind === 1))
    throw invalid('OP_MAPPING has UPDATE_AFTER, and no UPDATE_BEFORE', node.span);
  const coded: ChangeCodes = {
    kind: 'changeCodes',
    direction: 'read',
    input,
    column,
    codes,
    output: {
      fields: fields.map((f) => ({ name: f.name, type: withoutAttribute(f.type) })),
    },
  };
  return select(
    coded,
    [...fields.keys()].filter((i) => i !== column),
  );
}
