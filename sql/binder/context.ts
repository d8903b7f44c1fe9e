/**
 * What the binder carries around: the session, the catalog, common table expressions, and pending
 * work.
 */
import type { Value } from '../../core/batch.js';
import type { Span } from '../../core/errors.js';
import type { DataType } from '../../core/types.js';
import type { ConnectorRegistry } from '../../engine/connector.js';
import type { Expr, SessionFacts } from '../../engine/expr.js';
import type { JsonValue } from '../../core/json.js';
import type { JoinType } from '../../engine/nodes.js';
import type { NamedWindow, WindowSpec } from '../ast/query.js';
import type { CatalogState } from '../catalog/state.js';
import type { LogicalNode } from '../logical/nodes.js';
import type { Scope } from './scope.js';

/** Lexical surroundings of a query. */
export interface BindEnv {
  readonly catalog: CatalogState;
  readonly connectors: ConnectorRegistry;
  readonly options: ReadonlyMap<string, string>;
  readonly session: SessionFacts;
  /** Where unqualified names are looked up. */
  readonly home: readonly [catalog: string, database: string];
  /** Bound common table expressions in sight, by name. */
  readonly ctes: ReadonlyMap<string, LogicalNode>;
  /** Views being expanded, outermost first. */
  readonly views: readonly string[];
  /** Where the statement names the outermost of them. */
  readonly viewSpan?: Span;
}

/** An aggregate call over the input of the GROUP BY; `$AGG n` stands for its result. */
export interface PendingAggregate {
  /** Equal for equal calls. */
  readonly key: string;
  readonly name: string;
  /** Column arguments; literal ones that the function wants as such are in `constants`. */
  readonly args: readonly Expr[];
  readonly constants: readonly Value[];
  readonly distinct: boolean;
  readonly filter: Expr | null;
  readonly type: DataType;
  readonly options: JsonValue | undefined;
}

/** A window function; `$OVER n` stands for its result. */
export interface PendingOver {
  readonly name: string;
  readonly args: readonly Expr[];
  readonly constants: readonly Value[];
  readonly distinct: boolean;
  readonly partition: readonly Expr[];
  readonly order: readonly {
    readonly expr: Expr;
    readonly ascending: boolean;
    readonly nullsFirst: boolean;
  }[];
  readonly frame: string;
  readonly type: DataType;
  readonly options: JsonValue | undefined;
  readonly span: Span;
}

/** A subquery used as a value; `$SUB n` stands for it. `operand` is IN's left side. */
export interface PendingSubquery {
  readonly form: 'scalar' | 'exists' | 'in';
  readonly node: LogicalNode;
  readonly operands: readonly Expr[];
  readonly type: DataType;
  readonly span: Span;
}

/** GROUP BY TUMBLE(...) and the like; `$WINDOW` stands for a bound of it. */
export interface GroupWindow {
  readonly kind: 'tumble' | 'hop' | 'session';
  readonly time: Expr;
  readonly sizeMs: number;
  readonly slideMs: number;
  readonly offsetMs: number;
}

export interface ExprContext {
  readonly env: BindEnv;
  readonly scope: Scope;
  /** Where the expression stands, for messages: 'WHERE', 'ON', 'SELECT'. */
  readonly place: string;
  /** No GROUP BY keys: aggregates of nothing give NULL. */
  readonly isGlobal: boolean;
  /** null: aggregates are refused here. */
  readonly aggregates: PendingAggregate[] | null;
  readonly overs: PendingOver[] | null;
  readonly subqueries: PendingSubquery[] | null;
  /** Those in arguments of aggregates: joined below the GROUP BY. */
  readonly inputSubqueries: PendingSubquery[] | null;
  readonly groupWindow: GroupWindow | null;
  readonly windows: readonly NamedWindow[];
  /** Expressions of GROUP BY when it has grouping sets (GROUPING(x) may ask for them). */
  readonly groupKeys: readonly Expr[] | null;
  /** Keys of GROUP BY that hold subqueries, by their text: what is written again is the key. */
  readonly keysByText: ReadonlyMap<string, Expr> | null;
  /** Where each bound column stands in the text. */
  readonly spans: WeakMap<Expr, Span>;
}

export function exprContext(env: BindEnv, scope: Scope, place: string): ExprContext {
  return {
    env,
    scope,
    place,
    isGlobal: false,
    aggregates: null,
    overs: null,
    subqueries: null,
    inputSubqueries: null,
    groupWindow: null,
    windows: [],
    groupKeys: null,
    keysByText: null,
    spans: new WeakMap(),
  };
}

export type { JoinType, NamedWindow, WindowSpec };
