/** The table of Nexmark events: event_type and three nested rows, two of them null. */
import { ConnectorError, didYouMean } from '../../core/errors.js';
import { formatType, type DataType, type Field, type Schema } from '../../core/types.js';
import { Kind } from './timeline.js';

export const rowNames = ['person', 'auction', 'bid'] as const;

type FieldKind = 'bigint' | 'text' | 'time';
/** Fields of each row by kind of event, in the order of the usual DDL. */
export const fieldKinds: Readonly<Record<Kind, Readonly<Record<string, FieldKind>>>> = {
  [Kind.Person]: {
    id: 'bigint',
    name: 'text',
    emailAddress: 'text',
    creditCard: 'text',
    city: 'text',
    state: 'text',
    dateTime: 'time',
    extra: 'text',
  },
  [Kind.Auction]: {
    id: 'bigint',
    itemName: 'text',
    description: 'text',
    initialBid: 'bigint',
    reserve: 'bigint',
    dateTime: 'time',
    expires: 'time',
    seller: 'bigint',
    category: 'bigint',
    extra: 'text',
  },
  [Kind.Bid]: {
    auction: 'bigint',
    bidder: 'bigint',
    price: 'bigint',
    channel: 'text',
    url: 'text',
    dateTime: 'time',
    extra: 'text',
  },
};

/** What one output column holds: the event's type, a field of one kind of event, or a whole row. */
export type Wanted =
  | { readonly what: 'eventType'; readonly type: DataType }
  | { readonly what: 'field'; readonly kind: Kind; readonly field: string; readonly type: DataType }
  | {
      readonly what: 'row';
      readonly kind: Kind;
      readonly fields: readonly Field[];
      readonly type: DataType;
    };

/** Throws ConnectorError NEXMARK_SCHEMA when a column is not one of Nexmark's. */
export function checkSchema(table: string, schema: Schema): void {
  for (const field of schema.fields) {
    const kind = rowNames.indexOf(field.name as (typeof rowNames)[number]) as Kind | -1;
    if (field.name === 'event_type') expectType(table, field, field.type.id === 'int', 'INT');
    else if (kind < 0) throw unknown(table, field.name, ['event_type', ...rowNames]);
    else if (field.type.id !== 'row') expectType(table, field, false, 'ROW<...>');
    else for (const inner of field.type.fields) checkField(table, kind as Kind, inner);
  }
}

function checkField(table: string, kind: Kind, field: Field): void {
  const expected = fieldKinds[kind][field.name];
  if (expected === undefined) throw unknown(table, field.name, Object.keys(fieldKinds[kind]));
  const { type } = field;
  if (expected === 'bigint') expectType(table, field, type.id === 'bigint', 'BIGINT');
  if (expected === 'text') expectType(table, field, type.id === 'varchar', 'STRING');
  const isTime = type.id === 'timestamp' || type.id === 'timestamp_ltz';
  if (expected === 'time') expectType(table, field, isTime && type.precision <= 3, 'TIMESTAMP(3)');
}

function expectType(table: string, field: Field, fits: boolean, wanted: string): void {
  if (fits) return;
  throw new ConnectorError('NEXMARK_SCHEMA', {
    message: `column ${field.name} of ${table} must be ${wanted}, not ${formatType(field.type)}`,
    blame: 'user',
  });
}

function unknown(table: string, name: string, known: readonly string[]): ConnectorError {
  return new ConnectorError('NEXMARK_SCHEMA', {
    message:
      `Nexmark events have no column "${name}" ` +
      `(table ${table}; there are ${known.join(', ')})`,
    hint: didYouMean(name, known),
    blame: 'user',
  });
}

/** Resolves the planner's paths; they were made from a checked schema. */
export function wantedColumns(
  projection: readonly (readonly string[])[],
  output: Schema,
): readonly Wanted[] {
  return projection.map((path, i) => {
    const { type } = output.fields[i]!;
    if (path[0] === 'event_type') return { what: 'eventType', type };
    const kind = rowNames.indexOf(path[0] as (typeof rowNames)[number]) as Kind;
    if (path.length > 1) return { what: 'field', kind, field: path[1]!, type };
    return { what: 'row', kind, fields: type.id === 'row' ? type.fields : [], type };
  });
}
