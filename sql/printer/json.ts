/** The JSON functions as SQL. */
import type { JsonBehavior, JsonExpr, JsonPair } from '../ast/json.js';
import { printTrailing } from './call.js';
import { printExpr, printList } from './expression.js';
import { words } from './name.js';
import { printType } from './type.js';
import { printOrderBy } from './window.js';

export function printJson(expr: JsonExpr): string {
  switch (expr.kind) {
    case 'json-exists':
      return `JSON_EXISTS(${words(inputAndPath(expr), behavior(expr.onError, 'ERROR'))})`;
    case 'json-value': {
      const returning = expr.returning && `RETURNING ${printType(expr.returning)}`;
      const behaviors = words(behavior(expr.onEmpty, 'EMPTY'), behavior(expr.onError, 'ERROR'));
      return `JSON_VALUE(${words(inputAndPath(expr), returning, behaviors)})`;
    }
    case 'json-query': {
      const returning = expr.returning && `RETURNING ${printType(expr.returning)}`;
      const behaviors = words(behavior(expr.onEmpty, 'EMPTY'), behavior(expr.onError, 'ERROR'));
      const shape = words(returning, wrapper(expr.wrapper), behaviors);
      return `JSON_QUERY(${words(inputAndPath(expr), shape)})`;
    }
    case 'json-object':
      return `JSON_OBJECT(${words(expr.pairs.map(pair).join(', '), onNull(expr.onNull))})`;
    case 'json-array':
      return `JSON_ARRAY(${words(printList(expr.items), onNull(expr.onNull))})`;
    case 'json-aggregate':
      return printAggregate(expr);
  }
}

function inputAndPath({ input, path }: Extract<JsonExpr, { path: unknown }>): string {
  return `${printExpr(input)}, ${printExpr(path)}`;
}

function behavior(node: JsonBehavior | null, when: 'EMPTY' | 'ERROR'): string {
  if (node === null) return '';
  return words(node.action, node.value && printExpr(node.value), `ON ${when}`);
}

function wrapper(kind: 'WITHOUT' | 'CONDITIONAL' | 'UNCONDITIONAL' | null): string {
  if (kind === null) return '';
  return kind === 'WITHOUT' ? 'WITHOUT ARRAY WRAPPER' : `WITH ${kind} ARRAY WRAPPER`;
}

function pair({ key, value }: Pick<JsonPair, 'key' | 'value'>): string {
  const text = printExpr(key);
  const name = text.endsWith(' JSON') ? `(${text})` : text; // IS JSON VALUE is a test of its own
  return `KEY ${name} VALUE ${printExpr(value)}`;
}

function onNull(action: 'NULL' | 'ABSENT' | null): string {
  return action === null ? '' : `${action} ON NULL`;
}

function printAggregate(expr: Extract<JsonExpr, { kind: 'json-aggregate' }>): string {
  const { key, value, orderBy, filter, over } = expr;
  const trailing = printTrailing({ withinGroup: [], filter, nulls: null, over });
  if (key !== null)
    return words(`JSON_OBJECTAGG(${words(pair({ key, value }), onNull(expr.onNull))})`, trailing);
  return words(
    `JSON_ARRAYAGG(${words(printExpr(value), printOrderBy(orderBy), onNull(expr.onNull))})`,
    trailing,
  );
}
