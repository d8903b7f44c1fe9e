/** Definitions of programs -> functions of the engine. */
import { didYouMean, PlanError, SqlError } from '../../core/errors.js';
import { formatType, withNullable, type DataType } from '../../core/types.js';
import { aggregateFunction } from '../../engine/aggregates/registry.js';
import { canImplicitlyCast } from '../../engine/functions/common-type.js';
import type { ArgumentFacts, Refusal, Signature } from '../../engine/functions/function.js';
import { findFunction } from '../../engine/functions/registry.js';
import type { UserFunction } from '../../engine/functions/user/user-functions.js';
import { typeOf } from '../../sql/catalog/type.js';
import { parseType } from '../../sql/parser/parse.js';
import { makeAggregate } from './aggregate-function.js';
import { makeAsync } from './async-function.js';
import type { FunctionDefinition } from './definition.js';
import { makeScalar } from './scalar-function.js';
import { makeTable } from './table-function.js';

/** What all kinds have in common. */
export interface FunctionHead {
  /** Upper case. */
  readonly name: string;
  readonly args: readonly DataType[];
  readonly returns: DataType;
  readonly isDeterministic: boolean;
  resolve(facts: readonly ArgumentFacts[]): Signature | Refusal;
}

const COMMON = ['args', 'returns', 'deterministic'] as const;
const KEYS = {
  scalar: ['call', 'vectorized'],
  async: ['callAsync', 'concurrency', 'timeoutMs', 'retries', 'retryDelayMs'],
  aggregate: ['create', 'accumulate', 'retract', 'merge', 'result', 'codec'],
  table: ['rows'],
} as const;

/** Upper-case name that SQL can write without quotes and that is free. Throws PlanError. */
export function checkedName(name: string): string {
  const upper = name.toUpperCase();
  if (!/^[A-Z_][A-Z0-9_]*$/.test(upper)) {
    throw new PlanError('FUNCTION_INVALID', {
      message: `"${name}" is no name of a function`,
      hint: 'Letters, digits and underscores; no digit first.',
    });
  }
  if (findFunction(upper) !== undefined || aggregateFunction(upper) !== undefined) {
    throw new PlanError('FUNCTION_EXISTS', { message: `${upper} is a function of the engine` });
  }
  return upper;
}

/** Throws PlanError FUNCTION_INVALID; SqlError for a type that does not parse. */
export async function makeFunction(
  name: string,
  definition: FunctionDefinition,
): Promise<UserFunction> {
  checkKeys(name, definition);
  const head = makeHead(name, definition);
  const made = await makeKind(head, definition);
  const args = head.args.map(formatType).join(', ');
  return { ...made, signature: `${name}(${args}) -> ${formatType(head.returns)}` };
}

async function makeKind(head: FunctionHead, definition: FunctionDefinition): Promise<UserFunction> {
  if ('callAsync' in definition) return makeAsync(head, definition);
  if ('accumulate' in definition) return makeAggregate(head, definition);
  if ('rows' in definition) return makeTable(head, definition);
  return makeScalar(head, definition);
}

function checkKeys(name: string, definition: FunctionDefinition): void {
  if (typeof definition !== 'object' || definition === null) throw incomplete(name);
  const kind =
    'callAsync' in definition
      ? 'async'
      : 'accumulate' in definition || 'create' in definition
        ? 'aggregate'
        : 'rows' in definition
          ? 'table'
          : 'scalar';
  const known: readonly string[] = [...COMMON, ...KEYS[kind]];
  const unknown = Object.keys(definition).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new PlanError('FUNCTION_INVALID', {
      message: `function ${name}: "${unknown}" is nothing that ${kind} functions have`,
      hint: didYouMean(unknown, known),
    });
  }
  if (!Array.isArray(definition.args) || typeof definition.returns !== 'string') {
    throw incomplete(name);
  }
  if (kind === 'scalar' && !('call' in definition) && !('vectorized' in definition)) {
    throw incomplete(name);
  }
  const methods = { scalar: [], async: ['callAsync'], table: ['rows'] } as const;
  const needed = kind === 'aggregate' ? ['create', 'accumulate', 'result'] : methods[kind];
  const record = definition as unknown as Readonly<Record<string, unknown>>;
  const missing = needed.find((key) => typeof record[key] !== 'function');
  if (missing !== undefined) {
    throw new PlanError('FUNCTION_INVALID', {
      message: `function ${name}: "${missing}" must be a function`,
    });
  }
}

function incomplete(name: string): PlanError {
  return new PlanError('FUNCTION_INVALID', {
    message: `function ${name} needs "args" and "returns" (SQL types) and its code`,
    hint: "For example { args: ['BIGINT'], returns: 'BIGINT', call: (x) => x }.",
  });
}

function makeHead(name: string, definition: FunctionDefinition): FunctionHead {
  const args = definition.args.map((text) => typeIn(name, text));
  const returns = typeIn(name, definition.returns);
  const isDeterministic = definition.deterministic !== false;
  const resolve = (facts: readonly ArgumentFacts[]): Signature | Refusal =>
    resolved(facts, args, returns);
  return { name, args, returns, isDeterministic, resolve };
}

/** Errors lose their place, which is one in the type's own text. */
function typeIn(name: string, text: unknown): DataType {
  if (typeof text !== 'string') throw incomplete(name);
  try {
    return typeOf(parseType(text));
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const { hint } = error;
    const message = `function ${name}, type '${text}': ${error.message}`;
    throw new SqlError(error.code, { message, hint, cause: error });
  }
}

function resolved(
  facts: readonly ArgumentFacts[],
  args: readonly DataType[],
  returns: DataType,
): Signature | Refusal {
  if (facts.length !== args.length) {
    return { refused: `takes ${args.length} arguments, not ${facts.length}` };
  }
  for (const [i, wanted] of args.entries()) {
    const { type } = facts[i]!;
    const isNull = type.nullable && !wanted.nullable;
    if (isNull || !canImplicitlyCast(type, wanted)) {
      const given = formatType(type);
      return {
        refused: `argument ${i + 1} must be ${formatType(wanted)}, not ${given}`,
        argument: i,
      };
    }
  }
  return {
    args: args.map((type, i) => withNullable(type, facts[i]!.type.nullable)),
    type: returns,
  };
}
