import type { Identifier, QualifiedName } from '../ast/node.js';
import type { DialectPlace } from './tree.js';

/** A name as the dialect wrote it: case is kept. */
export function identifier(name: string, place: DialectPlace): Identifier {
  return { kind: 'identifier', name, span: place.span };
}

export function qualifiedName(parts: readonly string[], place: DialectPlace): QualifiedName {
  return {
    kind: 'qualified-name',
    parts: parts.map((part) => identifier(part, place)),
    span: place.span,
  };
}
