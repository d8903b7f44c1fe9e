/** Backslash escapes that stand for one character, in and outside classes. */
import type { PatternText } from './pattern-text.js';

const CONTROLS: Readonly<Record<string, string>> = {
  t: '\t',
  n: '\n',
  r: '\r',
  f: '\f',
  a: '\u0007',
  e: '\u001b',
};

/** The character an escape stands for, its letter just taken; null when it is no such escape. */
export function escapedCharacter(text: PatternText, letter: string): string | null {
  const control = CONTROLS[letter];
  if (control !== undefined) return control;
  switch (letter) {
    case 'x':
      return hexadecimal(text);
    case 'u':
      return utf16(text);
    case '0':
      return octal(text);
    case 'c':
      return String.fromCharCode(text.take().charCodeAt(0) ^ 64);
    default:
      return /[A-Za-z0-9]/.test(letter) ? null : letter;
  }
}

function hexadecimal(text: PatternText): string {
  const digits = text.match(/\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{2})/);
  const code = digits === null ? NaN : Number.parseInt(digits[1] ?? digits[2]!, 16);
  if (!(code <= 0x10ffff)) throw text.invalid('\\x wants hexadecimal digits');
  return String.fromCodePoint(code);
}

/** \uD83D\uDE00 is one character. */
function utf16(text: PatternText): string {
  const digits = text.match(/[0-9a-fA-F]{4}/);
  if (digits === null) throw text.invalid('\\u wants four hexadecimal digits');
  const unit = String.fromCharCode(Number.parseInt(digits[0], 16));
  const low = /^[\ud800-\udbff]$/.test(unit) ? text.match(/\\u([dD][c-fC-F][0-9a-fA-F]{2})/) : null;
  return low === null ? unit : unit + String.fromCharCode(Number.parseInt(low[1]!, 16));
}

function octal(text: PatternText): string {
  const digits = text.match(/[0-3][0-7]{2}|[0-7]{1,2}/);
  if (digits === null) throw text.invalid('\\0 wants octal digits');
  return String.fromCharCode(Number.parseInt(digits[0], 8));
}
