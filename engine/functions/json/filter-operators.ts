/** The operators of conditions in JSON paths. */
import { compareDecimals, parseDecimal } from '../../../core/decimal.js';
import type { FilterOperand } from './filter-parser.js';
import type { JsonTree } from './tree.js';
import { isArray, isObject, JsonNumber, writeJson } from './tree.js';

type Compare = (left: FilterOperand, right: FilterOperand) => boolean;

/** The comparison that operator `name` stands for. */
export function compareWith(name: string): Compare | undefined {
  return OPERATORS.get(name);
}

function isEqual(left: FilterOperand, right: FilterOperand): boolean {
  if (left === undefined || right === undefined) return left === right;
  if (left instanceof RegExp || right instanceof RegExp) return false;
  if (left instanceof JsonNumber && right instanceof JsonNumber) return order(left, right) === 0;
  return writeJson(left) === writeJson(right);
}

/** Sign of left - right for two numbers or two texts, NaN for all else. */
function order(left: FilterOperand, right: FilterOperand): number {
  if (left instanceof JsonNumber && right instanceof JsonNumber) {
    const [a, b] = [parseDecimal(left.source)!, parseDecimal(right.source)!];
    return compareDecimals(a.unscaled, a.scale, b.unscaled, b.scale);
  }
  if (typeof left !== 'string' || typeof right !== 'string') return NaN;
  return left === right ? 0 : left < right ? -1 : 1;
}

function items(operand: FilterOperand): readonly JsonTree[] {
  return operand !== undefined && !(operand instanceof RegExp) && isArray(operand) ? operand : [];
}

function isIn(item: FilterOperand, list: FilterOperand): boolean {
  return items(list).some((own) => isEqual(item, own));
}

function sizeOf(operand: FilterOperand): number {
  if (typeof operand === 'string') return operand.length;
  if (operand === undefined || operand instanceof RegExp) return -1;
  return isArray(operand) ? operand.length : isObject(operand) ? operand.size : -1;
}

function matches(text: FilterOperand, regExp: FilterOperand): boolean {
  if (!(regExp instanceof RegExp)) return false;
  if (typeof text === 'string') return regExp.test(text);
  return text instanceof JsonNumber && regExp.test(text.text);
}

function contains(whole: FilterOperand, part: FilterOperand): boolean {
  if (typeof whole === 'string') return typeof part === 'string' && whole.includes(part);
  return isIn(part, whole);
}

function size(left: FilterOperand, right: FilterOperand): boolean {
  return right instanceof JsonNumber && sizeOf(left) === Number(right.source);
}

const OPERATORS: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['==', isEqual],
  ['===', isEqual],
  ['!=', (left, right) => !isEqual(left, right)],
  ['!==', (left, right) => !isEqual(left, right)],
  ['<', (left, right) => order(left, right) < 0],
  ['<=', (left, right) => order(left, right) <= 0],
  ['>', (left, right) => order(left, right) > 0],
  ['>=', (left, right) => order(left, right) >= 0],
  ['=~', matches],
  ['in', isIn],
  ['nin', (left, right) => !isIn(left, right)],
  ['subsetof', (left, right) => items(left).every((item) => isIn(item, right))],
  ['anyof', (left, right) => items(left).some((item) => isIn(item, right))],
  ['noneof', (left, right) => !items(left).some((item) => isIn(item, right))],
  ['contains', contains],
  ['size', size],
  ['empty', (left, right) => (sizeOf(left) === 0) === (right === true)],
]);
