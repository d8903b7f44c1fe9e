/** FROM: tables, derived tables, joins, table functions. */
import type { Schema } from '../../core/types.js';
import { withNullable, withoutAttribute } from '../../core/types.js';
import type { Expr } from '../../engine/expr.js';
import { column } from '../../engine/expr.js';
import type { JoinType } from '../../engine/nodes.js';
import type * as Ast from '../ast/query.js';
import { andAll } from '../logical/expr-tools.js';
import { asIntervalJoin } from '../logical/interval-join.js';
import type { LogicalJoin, LogicalNode } from '../logical/nodes.js';
import { join, joinOutput } from '../logical/nodes.js';
import { asWindowJoin } from '../logical/windows.js';
import { renamed, repeatedNames } from './alias.js';
import { bindFunction } from './call.js';
import type { BindEnv } from './context.js';
import { exprContext } from './context.js';
import { invalid, unsupported } from './errors.js';
import { lateralJoin } from './lateral.js';
import { bindQuery } from './query.js';
import type { MergedColumn, Scope, ScopeRelation } from './scope.js';
import { emptyScope, resolveColumn } from './scope.js';
import { bindNamedTable } from './table.js';
import { bindTableFunction } from './table-function.js';
import { joinWithSubqueries, splitOn } from './on-condition.js';
import { unnestJoin } from './unnest.js';
import { boundCall, correlateJoin, isTableFunction } from './user-table.js';

export interface From {
  readonly node: LogicalNode;
  readonly scope: Scope;
}

export function bindFrom(ref: Ast.TableRef, env: BindEnv, parent: Scope | null): From {
  switch (ref.kind) {
    case 'table':
      return bindNamedTable(ref, env);
    case 'derived-table':
      return derived(ref, env, parent);
    case 'table-function':
      return aliased(bindTableFunction(ref.call, env, parent), ref.alias);
    case 'unnest':
      return bindFrom(
        {
          // over nothing: a join with one row
          kind: 'join',
          type: 'CROSS',
          natural: false,
          condition: null,
          span: ref.span,
          right: ref,
          left: {
            kind: 'derived-table',
            lateral: false,
            alias: null,
            span: ref.span,
            query: {
              kind: 'query',
              ctes: [],
              orderBy: [],
              limit: null,
              offset: null,
              span: ref.span,
              body: { kind: 'values', rows: [[]], span: ref.span },
            },
          },
        },
        env,
        parent,
      );
    case 'join':
      return bindJoin(ref, env, parent);
    case 'aliased-table':
      return aliasedJoin(ref, env, parent);
    default:
      throw unsupported('MATCH_RECOGNIZE', ref.span);
  }
}

/** One relation of all the node's columns. */
export function aliased(
  node: LogicalNode,
  alias: Ast.TableAlias | null,
  path: readonly string[] = [],
): From {
  const named =
    alias === null || alias.columns.length === 0 ? node : renamed(node, alias.columns, alias.span);
  const columns = named.output.fields.map((f, index) => ({ name: f.name, type: f.type, index }));
  return {
    node: named,
    scope: { ...emptyScope, relations: [{ alias: alias?.name.name ?? null, path, columns }] },
  };
}

/** A query in parentheses; names that it gives twice cannot be used. */
function derived(ref: Ast.DerivedTable, env: BindEnv, parent: Scope | null): From {
  const { node, scope } = aliased(bindQuery(ref.query, env, parent), ref.alias);
  const repeated = repeatedNames(ref.query);
  if (repeated.size === 0 || (ref.alias?.columns.length ?? 0) > 0) return { node, scope };
  const relations = scope.relations.map((relation) => ({
    ...relation,
    columns: relation.columns.map((c) => (repeated.has(c.name) ? { ...c, repeated: true } : c)),
  }));
  return { node, scope: { ...scope, relations } };
}

function aliasedJoin(ref: Ast.AliasedTable, env: BindEnv, parent: Scope | null): From {
  return aliased(bindFrom(ref.table, env, parent).node, ref.alias);
}

const TYPES: Readonly<Record<Ast.Join['type'], JoinType>> = {
  INNER: 'inner',
  LEFT: 'left',
  RIGHT: 'right',
  FULL: 'full',
  CROSS: 'inner',
  COMMA: 'inner',
};

function bindJoin(ref: Ast.Join, env: BindEnv, parent: Scope | null): From {
  const left = bindFrom(ref.left, env, parent);
  checkCondition(ref);
  const joinType = TYPES[ref.type];
  if (ref.right.kind === 'unnest') return unnestJoin(left, ref, ref.right, env, parent);
  if (ref.right.kind === 'table-function' && isTableFunction(ref.right.call, env))
    return correlateJoin(
      left,
      ref,
      boundCall(ref.right.call, ref.right.alias, { ...left.scope, parent }, env),
      env,
      parent,
    );
  if (isLateral(ref.right)) return lateralJoin(left, ref, env, parent);
  const right = bindFrom(ref.right, env, parent);
  const scope = joinedScope(left, right, joinType, parent, ref);
  if (ref.natural || ref.condition?.kind === 'using')
    return joinUsing(left, right, ref, scope, env);
  const onScope = joinedScope(left, right, 'inner', parent, ref);
  const ctx = exprContext(env, onScope, 'ON');
  const on = ref.condition === null ? null : splitOn(ref.condition.expr, ctx);
  if (on !== null && on.withSubqueries.length > 0)
    return { node: joinWithSubqueries(left, right, joinType, on, ctx, parent), scope };
  const node = joinNode(left, right, joinType, on?.plain ?? null, ref);
  return { node, scope: keepsTimes(node) ? withTimes(scope, bothSides(node)) : scope };
}

/** Joins over time keep time attributes; regular ones lose them. */
function keepsTimes(node: LogicalJoin): boolean {
  return node.unsupported !== null || node.windowEnd !== null;
}

function bothSides(node: LogicalJoin): Schema {
  return { fields: [...node.left.output.fields, ...node.right.output.fields] };
}

/** The columns with the time attributes that they have in `schema`. */
export function withTimes(scope: Scope, schema: Schema): Scope {
  const types = schema.fields.map((f) => f.type);
  const relations = scope.relations.map((r) => ({
    ...r,
    columns: r.columns.map((c) => ({ ...c, type: withNullable(types[c.index]!, c.type.nullable) })),
  }));
  return { ...scope, relations };
}

function joinNode(
  left: From,
  right: From,
  joinType: JoinType,
  on: Expr | null,
  ref: Ast.Join,
): LogicalJoin {
  const node = asWindowJoin(join(left.node, right.node, joinType, on, ref.span));
  const isTemporal = ref.right.kind === 'table' && ref.right.asOf !== null;
  if (!isTemporal) return asIntervalJoin(node);
  return {
    ...node,
    unsupported: 'a temporal join (FOR SYSTEM_TIME AS OF)',
    output: joinOutput(left.node.output, right.node.output, joinType, true),
  };
}

function isLateral(ref: Ast.TableRef): boolean {
  return (ref.kind === 'derived-table' || ref.kind === 'table-function') && ref.lateral;
}

function checkCondition(ref: Ast.Join): void {
  if (ref.type === 'CROSS' && (ref.condition !== null || ref.natural)) {
    throw invalid('CROSS JOIN takes no condition', ref.span);
  }
  const needs =
    ref.type !== 'CROSS' && ref.type !== 'COMMA' && !ref.natural && ref.condition === null;
  if (needs && ref.right.kind !== 'unnest' && !isLateral(ref.right)) {
    throw invalid(`${ref.type} JOIN needs ON or USING`, ref.span);
  }
}

/** Both sides' relations, the right ones moved; columns nullable where the join pads. */
export function joinedScope(
  left: From,
  right: From,
  joinType: JoinType,
  parent: Scope | null,
  ref: Ast.Join,
): Scope {
  const width = left.node.output.fields.length;
  const moved = (side: Scope, by: number, padded: boolean): ScopeRelation[] =>
    side.relations.map((r) => ({
      ...r,
      columns: r.columns.map((c) => ({
        ...c,
        index: c.index + by,
        type: withoutAttribute(padded ? withNullable(c.type, true) : c.type),
      })),
    }));
  const relations = [
    ...moved(left.scope, 0, joinType === 'right' || joinType === 'full'),
    ...moved(right.scope, width, joinType === 'left' || joinType === 'full'),
  ];
  checkDuplicates(relations, ref);
  const merged = [
    ...left.scope.merged,
    ...right.scope.merged.map((m) => ({
      ...m,
      expr: shift(m.expr, width),
      hides: m.hides.map((c) => c + width),
    })),
  ];
  return { relations, merged, parent };
}

function shift(expr: Expr, by: number): Expr {
  if (expr.kind === 'column') return column(expr.index + by, expr.type);
  return expr.kind === 'call' ? { ...expr, args: expr.args.map((arg) => shift(arg, by)) } : expr;
}

function checkDuplicates(relations: readonly ScopeRelation[], ref: Ast.Join): void {
  const names = relations.flatMap((r) => r.alias ?? r.path.at(-1) ?? []);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw invalid(`the name "${twice}" stands twice in FROM`, ref.right.span, 'Give one an alias.');
}

/** USING and NATURAL: equal columns of the same name, shown once and first. */
function joinUsing(left: From, right: From, ref: Ast.Join, scope: Scope, env: BindEnv): From {
  const joinType = TYPES[ref.type];
  const names =
    ref.condition?.kind === 'using'
      ? ref.condition.columns
      : naturalNames(left.scope, right.scope, ref);
  const plain = joinedScope(left, right, 'inner', null, ref);
  const width = left.node.output.fields.length;
  const place = { session: env.session, span: ref.span };
  const pairs = names.map((id) => {
    const l = resolveColumn({ ...left.scope, parent: null }, [id], id.span);
    const r = shift(resolveColumn({ ...right.scope, parent: null }, [id], id.span), width);
    return { name: id.name, l, r, equal: bindFunction('=', [l, r], place) };
  });
  const node = joinNode(left, right, joinType, andAll(pairs.map((p) => p.equal)), ref);
  const merged = pairs.map(({ name, l, r }): MergedColumn => {
    const before = plain.merged.filter((m) => m.name === name).flatMap((m) => m.hides);
    const columns = [l, r].flatMap((e) => (e.kind === 'column' ? [e.index] : []));
    const hides = [...before, ...columns];
    if (joinType === 'right') return { name, expr: r, hides };
    if (joinType !== 'full') return { name, expr: l, hides };
    const padded = [l, r].map((e) => ({ ...e, type: withNullable(e.type, true) }));
    return { name, expr: bindFunction('COALESCE', padded, place), hides };
  });
  const others = scope.merged.filter((m) => !pairs.some((p) => p.name === m.name));
  const timed = keepsTimes(node) ? withTimes(scope, bothSides(node)) : scope;
  return { node, scope: { ...timed, merged: [...merged, ...others] } };
}

function naturalNames(
  left: Scope,
  right: Scope,
  ref: Ast.Join,
): readonly { kind: 'identifier'; name: string; span: Ast.Join['span'] }[] {
  const names = (scope: Scope): readonly string[] => [
    ...new Set(scope.relations.flatMap((r) => r.columns.map((c) => c.name))),
  ];
  const others = new Set(names(right));
  return names(left)
    .filter((name) => others.has(name))
    .map((name) => ({ kind: 'identifier', name, span: ref.span }));
}
