/** Names, texts and lists as SQL. */
import type { Identifier, OptionNode, QualifiedName, StringLiteral } from '../ast/node.js';
import { isKeyword, isReserved, loneFunctions, reservedFunctions } from '../keywords.js';

const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A name, in backticks where it needs them. */
export function quoteName(name: string): string {
  const isTaken = isKeyword(name) || loneFunctions.has(name.toUpperCase());
  return plainName.test(name) && !isTaken ? name : `\`${name.replaceAll('`', '``')}\``;
}

/** A text in single quotes. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function printIdentifier(identifier: Identifier): string {
  return quoteName(identifier.name);
}

export function printName(name: QualifiedName): string {
  return name.parts.map(printIdentifier).join('.');
}

/** A function's name: COUNT and its kind stay without backticks. */
export function printFunctionName(name: QualifiedName): string {
  const only = name.parts.length === 1 ? name.parts[0]!.name : null;
  if (only === null || !plainName.test(only)) return printName(name);
  const upper = only.toUpperCase();
  const callable = reservedFunctions.has(upper) || (!isReserved(only) && !notCallable.has(upper));
  return callable ? only : printName(name);
}

/** Soft words that mean something else before a parenthesis. */
const notCallable: ReadonlySet<string> = new Set([
  'TRY_CAST',
  'DESCRIPTOR',
  'TIMESTAMPADD',
  'TIMESTAMPDIFF',
]);

export function printText(text: StringLiteral): string {
  return quoteText(text.value);
}

/** (a, b); nothing when empty. */
export function printNames(names: readonly Identifier[]): string {
  return names.length === 0 ? '' : `(${names.map(printIdentifier).join(', ')})`;
}

export function printOption(option: OptionNode): string {
  return `${printText(option.key)} = ${printText(option.value)}`;
}

/** Non-empty parts with blanks between. */
export function words(...parts: readonly (string | false | null)[]): string {
  return parts.filter((part) => part !== '' && part !== false && part !== null).join(' ');
}
