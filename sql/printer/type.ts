/** Types as SQL. */
import type { IntervalQualifier } from '../ast/expr.js';
import type { NamedType, RowFieldNode, TypeNode } from '../ast/type.js';
import { printIdentifier, printName, printText, words } from './name.js';

export function printType(type: TypeNode): string {
  return type.nullable ? printCore(type) : `${printCore(type)} NOT NULL`;
}

function printCore(type: TypeNode): string {
  switch (type.kind) {
    case 'named-type':
      return printNamed(type);
    case 'array-type':
      return `${type.collection}<${printType(type.element)}>`;
    case 'map-type':
      return `MAP<${printType(type.key)}, ${printType(type.value)}>`;
    case 'row-type':
      return `ROW<${type.fields.map(printField).join(', ')}>`;
    case 'interval-type':
      return `INTERVAL ${printUnits(type)}`;
    case 'raw-type':
      return `RAW(${printText(type.className)}, ${printText(type.serializer)})`;
    case 'user-type':
      return printName(type.name);
  }
}

function printNamed({ name, precision, scale }: NamedType): string {
  if (precision === null) return name;
  return scale === null ? `${name}(${precision})` : `${name}(${precision}, ${scale})`;
}

function printField(field: RowFieldNode): string {
  const comment = field.comment === null ? '' : printText(field.comment);
  return words(printIdentifier(field.name), printType(field.type), comment);
}

/** DAY(3) TO SECOND(6). */
export function printUnits({
  from,
  to,
  precision,
  fraction,
}: Pick<IntervalQualifier, 'from' | 'to' | 'precision' | 'fraction'>): string {
  const both = from === 'SECOND' && fraction !== null && precision !== null;
  const lead = precision === null ? from : `${from}(${precision}${both ? `, ${fraction}` : ''})`;
  if (to === null) return lead;
  return `${lead} TO ${to}${to === 'SECOND' && fraction !== null ? `(${fraction})` : ''}`;
}
