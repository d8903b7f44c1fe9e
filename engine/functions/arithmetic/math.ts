/** Powers, logarithms, trigonometry, constants. */
import { doubleType } from '../../../core/types.js';
import type { ScalarFunction } from '../function.js';
import { double, strict } from '../signature.js';

function unary(
  name: string,
  doc: string,
  example: readonly [string, string],
  compute: (x: number) => number,
  aliases: readonly string[] = [],
): ScalarFunction {
  return {
    name,
    aliases,
    doc,
    syntax: `${name}(x)`,
    category: 'arithmetic',
    examples: [example],
    nulls: 'strict',
    resolve: strict([double], doubleType),
    kernel: () => compute,
  };
}

function binary(
  name: string,
  doc: string,
  syntax: string,
  example: readonly [string, string],
  compute: (a: number, b: number) => number,
): ScalarFunction {
  return {
    name,
    doc,
    syntax,
    category: 'arithmetic',
    examples: [example],
    nulls: 'strict',
    resolve: strict([double, double], doubleType),
    kernel: () => compute,
  };
}

function constant(name: string, doc: string, example: string, value: number): ScalarFunction {
  return {
    name,
    doc,
    syntax: `${name}()`,
    category: 'arithmetic',
    examples: [[`ROUND(${name}(), 5)`, example]],
    nulls: 'strict',
    resolve: strict([], { ...doubleType, nullable: false }),
    kernel: () => () => value,
  };
}

export const mathFunctions: readonly ScalarFunction[] = [
  binary(
    'POWER',
    'First number to the power of the second.',
    'POWER(base, exponent)',
    ['POWER(2, 10)', '1024.0'],
    Math.pow,
  ),
  unary('SQRT', 'Square root.', ['SQRT(9)', '3.0'], Math.sqrt),
  unary('EXP', 'Power of e.', ['EXP(0)', '1.0'], Math.exp),
  unary('LN', 'Natural logarithm.', ['LN(1)', '0.0'], Math.log),
  unary('LOG10', 'Logarithm to base 10.', ['LOG10(1000)', '3.0'], Math.log10),
  unary('LOG2', 'Logarithm to base 2.', ['LOG2(8)', '3.0'], Math.log2),
  {
    name: 'LOG',
    doc: 'Natural logarithm, or the logarithm of the second number to the base of the first.',
    syntax: 'LOG([base,] x)',
    category: 'arithmetic',
    examples: [['LOG(2, 8)', '3.0']],
    nulls: 'strict',
    resolve: strict([double, double], doubleType, { optional: 1 }),
    kernel: (site) =>
      site.args.length === 1 ? Math.log : (base: number, x: number) => Math.log(x) / Math.log(base),
  },
  unary('SIN', 'Sine.', ['SIN(0)', '0.0'], Math.sin),
  unary('COS', 'Cosine.', ['COS(0)', '1.0'], Math.cos),
  unary('TAN', 'Tangent.', ['TAN(0)', '0.0'], Math.tan),
  unary('COT', 'Cotangent.', ['ROUND(COT(1), 5)', '0.64209'], (x) => 1 / Math.tan(x)),
  unary('ASIN', 'Arc sine.', ['ASIN(0)', '0.0'], Math.asin),
  unary('ACOS', 'Arc cosine.', ['ACOS(1)', '0.0'], Math.acos),
  unary('ATAN', 'Arc tangent.', ['ATAN(0)', '0.0'], Math.atan),
  binary('ATAN2', 'Angle of the point (x, y).', 'ATAN2(y, x)', ['ATAN2(0, 1)', '0.0'], Math.atan2),
  unary('SINH', 'Hyperbolic sine.', ['SINH(0)', '0.0'], Math.sinh),
  unary('COSH', 'Hyperbolic cosine.', ['COSH(0)', '1.0'], Math.cosh),
  unary('TANH', 'Hyperbolic tangent.', ['TANH(0)', '0.0'], Math.tanh),
  unary('DEGREES', 'Radians as degrees.', ['DEGREES(0)', '0.0'], (x) => (x * 180) / Math.PI),
  unary('RADIANS', 'Degrees as radians.', ['RADIANS(0)', '0.0'], (x) => (x / 180) * Math.PI),
  constant('PI', 'The number pi.', '3.14159', Math.PI),
  constant('E', "Euler's number.", '2.71828', Math.E),
];
