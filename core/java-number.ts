/** Floating point as Java prints it: 1.0, 1.0E7, 9.9E-4, NaN, Infinity. */

/** Text of a double in Java's form (plain from 10^-3 below 10^7, else d.dddE±n). */
export function formatDouble(value: number): string {
  return javaForm(value, String(value));
}

/** Text of a 32-bit float in Java's form, with the fewest digits that name the float. */
export function formatFloat(value: number): string {
  return javaForm(value, shortestFloat(value));
}

/** Shortest decimal text that rounds to the float `value`. */
function shortestFloat(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

function javaForm(value: number, shortest: string): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) {
    return shortest.includes('.') ? shortest : `${shortest}.0`;
  }
  const [, sign, digits, exponent] = scientificParts(shortest);
  return `${sign}${digits!.slice(0, 1)}.${digits!.slice(1) || '0'}E${exponent}`;
}

/** [, sign, significant digits, exponent of the first digit] of a JavaScript number text. */
function scientificParts(text: string): readonly string[] {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text)!;
  const [, sign, whole, fraction = '', exponent = '0'] = match;
  const all = whole! + fraction;
  const leadingZeros = /^0*/.exec(all)![0].length;
  const digits = all.slice(leadingZeros).replace(/0+$/, '');
  const first = Number(exponent) + whole!.length - 1 - leadingZeros;
  return ['', sign!, digits, String(first)];
}
