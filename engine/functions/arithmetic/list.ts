/** + - * / % and unary minus. */
import type { Value } from '../../../core/batch.js';
import type { JsonValue } from '../../../core/json.js';
import type { DataType } from '../../../core/types.js';
import { formatType, intType, withNullable } from '../../../core/types.js';
import { isInterval, isNumeric } from '../common-type.js';
import type { CallSite, Refusal, ScalarFunction, Signature } from '../function.js';
import { refuse } from '../signature.js';
import {
  scaledInterval,
  scaledKernel,
  temporalJs,
  temporalKernel,
  temporalSignature,
} from './interval-arithmetic.js';
import { mathFunctions } from './math.js';
import { numberJs, numberKernel } from './number-kernel.js';
import type { Arithmetic } from './number-types.js';
import { numberSignature } from './number-types.js';
import { randomFunctions } from './random.js';
import { roundingFunctions } from './rounding.js';

function resolveBinary(
  op: Arithmetic,
  types: readonly DataType[],
  options: JsonValue | undefined,
): Signature | Refusal {
  if (types.length !== 2) return refuse('takes 2 arguments');
  const [a, b] = types.map((type) => (type.id === 'null' ? intType : type)) as [DataType, DataType];
  const nullable = a.nullable || b.nullable;
  if (op === '%' && [a, b].some(isApproximate)) {
    return {
      refused: `takes exact numbers, not ${formatType(isApproximate(a) ? a : b)}`,
      hint: 'Write CAST(... AS DECIMAL(p, s)) around it.',
    };
  }
  if (isNumeric(a) && isNumeric(b)) {
    const { args, type } = numberSignature(op, a, b);
    return {
      args: [withNullable(args[0], a.nullable), withNullable(args[1], b.nullable)],
      type: withNullable(type, nullable),
    };
  }
  if (op === '+' || op === '-') return temporalSignature(op, a, b, options);
  if (op === '*' || op === '/') return scaledInterval(op, a, b);
  return refuse(`cannot compute ${formatType(a)} ${op} ${formatType(b)}`);
}

function isApproximate(type: DataType): boolean {
  return type.id === 'float' || type.id === 'double';
}

function kernelOf(op: Arithmetic, site: CallSite): (a: Value, b: Value) => Value {
  if (site.args.every(isNumeric)) return numberKernel(op, site);
  if (op === '+' || op === '-') return temporalKernel(op, site);
  return scaledKernel(op === '*' ? '*' : '/', site);
}

function jsOf(op: Arithmetic, operands: readonly string[], site: CallSite): string | null {
  const [x, y] = operands as readonly [string, string];
  if (site.args.every(isNumeric)) return numberJs(op, x, y, site);
  return op === '+' || op === '-' ? temporalJs(op, x, y, site) : null;
}

function binary(
  name: Arithmetic,
  doc: string,
  examples: ScalarFunction['examples'],
  aliases: readonly string[] = [],
): ScalarFunction {
  return {
    name,
    aliases,
    doc,
    syntax: aliases.length > 0 ? `${aliases[0]!}(a, b)` : `a ${name} b`,
    category: 'arithmetic',
    examples,
    nulls: 'strict',
    listed: false,
    resolve: (facts, options) =>
      resolveBinary(
        name,
        facts.map((fact) => fact.type),
        options,
      ),
    kernel: (site) => kernelOf(name, site),
    js: (operands, site) => jsOf(name, operands, site),
  };
}

const negate: ScalarFunction = {
  name: 'NEGATE',
  doc: 'The number or interval with the other sign.',
  syntax: '-a',
  category: 'arithmetic',
  examples: [['-(5)', '-5']],
  nulls: 'strict',
  listed: false,
  resolve(facts) {
    const type = facts[0]?.type;
    if (type === undefined || facts.length > 1) return refuse('takes 1 argument');
    if (!isNumeric(type) && !isInterval(type))
      return refuse(`cannot negate ${formatType(type)}`, 0);
    return { args: [type], type };
  },
  kernel: (site) => negateKernel(site.type),
};

function negateKernel(type: DataType): (value: never) => Value {
  switch (type.id) {
    case 'tinyint':
      return (value: number) => (-value << 24) >> 24;
    case 'smallint':
      return (value: number) => (-value << 16) >> 16;
    case 'int':
    case 'interval_year_month':
      return (value: number) => -value | 0;
    case 'bigint':
      return (value: bigint) => BigInt.asIntN(64, -value);
    case 'decimal':
      return (value: bigint) => -value;
    default:
      return (value: number) => -value;
  }
}

/** Arithmetic and mathematical functions. */
export const arithmeticFunctions: readonly ScalarFunction[] = [
  binary('+', 'Sum; a point in time moved by an interval.', [
    ['1 + 2', '3'],
    ['0.1 + 0.2', '0.3'],
  ]),
  binary('-', 'Difference.', [
    ['5 - 7', '-2'],
    ["DATE '2024-03-31' - INTERVAL '1' MONTH", '2024-02-29'],
  ]),
  binary('*', 'Product.', [['1.5 * 2', '3.0']]),
  binary('/', 'Quotient; integers divide toward zero.', [
    ['7 / 2', '3'],
    ['1.0 / 4', '0.250000000000'],
  ]),
  binary('%', 'Remainder, with the sign of the dividend.', [['MOD(-7, 3)', '-1']], ['MOD']),
  negate,
  ...roundingFunctions,
  ...mathFunctions,
  ...randomFunctions,
];
