/** The JSON forms of SQL as calls; their clauses travel as options. */
import { formatType } from '../../core/types.js';
import type { JsonValue } from '../../core/json.js';
import type { Expr } from '../../engine/expr.js';
import type * as Ast from '../ast/expr.js';
import type { JsonAggregateExpr, JsonExpr } from '../ast/json.js';
import { typeOf } from '../catalog/type.js';
import { aggregateOf } from './aggregate-call.js';
import { bindFunction } from './call.js';
import type { ExprContext } from './context.js';
import { unsupported } from './errors.js';
import { bindExpr } from './expression.js';
import { refuseNulls } from './untyped-null.js';

/** As it is written: JSON_VALUE. */
function nameOf(node: JsonExpr): string {
  return node.kind.toUpperCase().replace('-', '_');
}

/**
 * JSON_EXISTS (input, path; { onError }); JSON_VALUE (input, path [, value of DEFAULT ON EMPTY]
 * [, ... ON ERROR]; { onEmpty, onError, returning }); JSON_QUERY (input, path; { wrapper,
 * onEmpty, onError, returning }); JSON_OBJECT (k, v, k, v ...; { onNull, raw }); JSON_ARRAY (v
 * ...; { onNull, raw }): `raw` holds the numbers of arguments that are JSON themselves. Actions
 * are as the AST names them; `returning` is the type's text.
 */
export function bindJson(node: JsonExpr, ctx: ExprContext): Expr {
  const bind = (expr: Ast.Expr): Expr => bindExpr(expr, ctx);
  const apply = (name: string, args: readonly Expr[], options: JsonValue): Expr =>
    bindFunction(name, args, { session: ctx.env.session, span: node.span }, options);
  if ('input' in node) refuseNulls(nameOf(node), [node.input], ctx);
  switch (node.kind) {
    case 'json-exists':
      return apply('JSON_EXISTS', [bind(node.input), bind(node.path)], {
        onError: node.onError?.action ?? 'FALSE',
      });
    case 'json-value': {
      const defaults = [node.onEmpty, node.onError].flatMap((b) => {
        const value = b?.value ?? null;
        return value === null ? [] : [bind(value)];
      });
      return apply('JSON_VALUE', [bind(node.input), bind(node.path), ...defaults], {
        onEmpty: node.onEmpty?.action ?? 'NULL',
        onError: node.onError?.action ?? 'NULL',
        returning: node.returning === null ? 'STRING' : formatType(typeOf(node.returning)),
      });
    }
    case 'json-query':
      return apply('JSON_QUERY', [bind(node.input), bind(node.path)], {
        wrapper: node.wrapper ?? 'WITHOUT',
        onEmpty: node.onEmpty?.action ?? 'NULL',
        onError: node.onError?.action ?? 'NULL',
        returning: node.returning === null ? 'STRING' : formatType(typeOf(node.returning)),
      });
    case 'json-object':
      return apply(
        'JSON_OBJECT',
        node.pairs.flatMap((pair) => [bind(pair.key), bind(pair.value)]),
        {
          onNull: node.onNull ?? 'NULL',
          raw: rawItems(node.pairs.flatMap((pair) => [pair.key, pair.value])),
        },
      );
    case 'json-array':
      return apply('JSON_ARRAY', node.items.map(bind), {
        onNull: node.onNull ?? 'ABSENT',
        raw: rawItems(node.items),
      });
    case 'json-aggregate':
      return bindJsonAggregate(node, ctx);
  }
}

/** Numbers of the items that are JSON, not texts to be quoted. */
function rawItems(items: readonly Ast.Expr[]): readonly number[] {
  return items.flatMap((item, i) => (isJson(item) ? [i] : []));
}

function isJson(item: Ast.Expr): boolean {
  if (item.kind === 'json-object' || item.kind === 'json-array') return true;
  return item.kind === 'call' && item.name.parts.at(-1)!.name.toUpperCase() === 'JSON';
}

function bindJsonAggregate(node: JsonAggregateExpr, ctx: ExprContext): Expr {
  if (node.over !== null) throw unsupported('a JSON aggregate with OVER', node.span);
  if (node.orderBy.length > 0) throw unsupported('ORDER BY in a JSON aggregate', node.span);
  const name = node.key === null ? 'JSON_ARRAYAGG' : 'JSON_OBJECTAGG';
  const args = node.key === null ? [node.value] : [node.key, node.value];
  const onNull = node.onNull ?? (node.key === null ? 'ABSENT' : 'NULL');
  return aggregateOf(
    name,
    args,
    { distinct: false, filter: node.filter, options: { onNull, raw: isJson(node.value) }, node },
    ctx,
  );
}
