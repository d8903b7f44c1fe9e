import type { Span } from '../../core/errors.js';

/**
 * Base of every AST node: plain immutable data told apart by `kind`; `span` points into the SQL.
 */
export interface Node {
  readonly kind: string;
  readonly span: Span;
}

/** One name as written, without backticks. Case counts. */
export interface Identifier extends Node {
  readonly kind: 'identifier';
  readonly name: string;
}

/** `a`, `a.b` or `a.b.c`: one part at least. */
export interface QualifiedName extends Node {
  readonly kind: 'qualified-name';
  readonly parts: readonly Identifier[];
}

/** Text of a string literal, unescaped. */
export interface StringLiteral extends Node {
  readonly kind: 'string';
  readonly value: string;
}

/** `'key' = 'value'` in WITH, SET (...), OPTIONS(...), statement hints. */
export interface OptionNode extends Node {
  readonly kind: 'option';
  readonly key: StringLiteral;
  readonly value: StringLiteral;
}
