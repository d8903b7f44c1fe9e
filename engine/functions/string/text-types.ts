/** Result types of text functions, and texts as code points. */
import type { DataType } from '../../../core/types.js';
import { LENGTH_MAX } from '../../../core/types.js';
import { isText } from '../common-type.js';

function lengthOf(type: DataType): number {
  return isText(type) ? type.length : LENGTH_MAX;
}

/** VARCHAR as long as the first argument. */
export function varying(args: readonly DataType[]): DataType {
  return { id: 'varchar', length: lengthOf(args[0]!), nullable: true };
}

/** As long as the longest text behind the first argument: CHAR where all are CHARs of a length. */
export function longest(args: readonly DataType[]): DataType {
  const [first, ...others] = args.slice(1);
  const alike = others.every((type) => type.id === 'char' && lengthOf(type) === lengthOf(first!));
  if (first?.id === 'char' && alike) return { id: 'char', length: lengthOf(first), nullable: true };
  return { id: 'varchar', length: Math.max(...args.slice(1).map(lengthOf)), nullable: true };
}

/** VARCHAR as long as the first two arguments together. */
export function varyingSum(args: readonly DataType[]): DataType {
  return { id: 'varchar', length: lengthSum(args), nullable: true };
}

/** Lengths of the first two arguments together, at most LENGTH_MAX. */
export function lengthSum(args: readonly DataType[]): number {
  return Math.min(LENGTH_MAX, lengthOf(args[0]!) + lengthOf(args[1]!));
}

const SURROGATE = /[\ud800-\udfff]/;

/** Does the text have characters beyond the basic plane, so that units are not code points? */
export function hasSurrogates(text: string): boolean {
  return SURROGATE.test(text);
}

/** Number of code points. */
export function lengthInPoints(text: string): number {
  return hasSurrogates(text) ? Array.from(text).length : text.length;
}

/** Code points [start, end), 0-based. */
export function slicePoints(text: string, start: number, end: number): string {
  return hasSurrogates(text) ? Array.from(text).slice(start, end).join('') : text.slice(start, end);
}

/** 0-based code point index of `part` at or after `from`, or -1. */
export function indexInPoints(text: string, part: string, from: number): number {
  if (!hasSurrogates(text)) return text.indexOf(part, from);
  const unitFrom = Array.from(text).slice(0, from).join('').length;
  const at = text.indexOf(part, unitFrom);
  return at < 0 ? -1 : Array.from(text.slice(0, at)).length;
}
