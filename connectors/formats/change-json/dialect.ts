/** The four ways of writing change events as JSON. */
import { RowKind } from '../../../core/rowkind.js';
import type { Options } from '../../options.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonTree } from '../json/tree.js';

/** One change of an event: the row as an object. */
export interface Change {
  readonly kind: RowKind;
  readonly row: JsonObject;
}
/** Changes of an event, or why it is none. */
export type EventChanges = readonly Change[] | string;

export interface ChangeDialect {
  readonly name: string;
  readonly doc: string;
  /** Besides those that all JSON formats have. */
  readonly options: readonly { readonly name: string; readonly doc: string }[];
  changes(event: JsonObject, options: Options): EventChanges;
  /** Text around a row's JSON object. */
  write(row: string, isDelete: boolean): string;
}

const NO_IMAGE = 'an update or delete without the old row (is the table logged with full images?)';

export const debezium: ChangeDialect = {
  name: 'debezium-json',
  doc: 'Change events of Debezium: before, after, op.',
  options: [{ name: 'schema-include', doc: 'Events are wrapped with their schema.' }],
  changes(event, options) {
    const isWrapped = options['debezium-json.schema-include']?.toLowerCase() === 'true';
    const payload = isWrapped ? event.get('payload') : event;
    if (!isJsonObject(payload)) return 'no payload';
    const op = payload.get('op');
    switch (op) {
      case 'c':
      case 'r':
        return inserted(payload.get('after'));
      case 'u':
        return updated(payload.get('before'), payload.get('after'));
      case 'd':
        return deleted(payload.get('before'));
      default:
        return `unknown "op" ${JSON.stringify(op ?? null)}`;
    }
  },
  write: (row, isDelete) =>
    isDelete
      ? `{"before":${row},"after":null,"op":"d"}`
      : `{"before":null,"after":${row},"op":"c"}`,
};

export const ogg: ChangeDialect = {
  name: 'ogg-json',
  doc: 'Change events of Oracle GoldenGate: before, after, op_type.',
  options: [],
  changes(event) {
    const op = event.get('op_type');
    switch (op) {
      case 'I':
        return inserted(event.get('after'));
      case 'U':
        return updated(event.get('before'), event.get('after'));
      case 'D':
        return deleted(event.get('before'));
      case 'T':
        return []; // truncate: not supported by Flink either
      default:
        return `unknown "op_type" ${JSON.stringify(op ?? null)}`;
    }
  },
  write: (row, isDelete) =>
    isDelete
      ? `{"before":${row},"after":null,"op_type":"D"}`
      : `{"before":null,"after":${row},"op_type":"I"}`,
};

export const maxwell: ChangeDialect = {
  name: 'maxwell-json',
  doc: 'Change events of Maxwell: data, type, and the old values that changed.',
  options: [],
  changes(event) {
    const data = event.get('data');
    switch (event.get('type')) {
      case 'insert':
        return inserted(data);
      case 'update':
        return isJsonObject(data) ? updated(oldImage(data, event.get('old')), data) : 'no data';
      case 'delete':
        return deleted(data);
      default:
        return `unknown "type" ${JSON.stringify(event.get('type') ?? null)}`;
    }
  },
  write: (row, isDelete) => `{"data":${row},"type":"${isDelete ? 'delete' : 'insert'}"}`,
};

export const canal: ChangeDialect = {
  name: 'canal-json',
  doc: 'Change events of Canal: lists of rows, type, and lists of the old values that changed.',
  options: [
    { name: 'database.include', doc: 'Only databases whose name matches this pattern.' },
    { name: 'table.include', doc: 'Only tables whose name matches this pattern.' },
  ],
  changes(event, options) {
    if (!includes(options['canal-json.database.include'], event.get('database'))) return [];
    if (!includes(options['canal-json.table.include'], event.get('table'))) return [];
    const type = event.get('type');
    if (type === 'CREATE') return [];
    const data = event.get('data');
    if (!isJsonArray(data)) return `"type" ${JSON.stringify(type ?? null)} without data`;
    const old = event.get('old');
    const rows = data.map((row, i): EventChanges => {
      switch (type) {
        case 'INSERT':
          return inserted(row);
        case 'UPDATE':
          return isJsonObject(row)
            ? updated(oldImage(row, isJsonArray(old) ? old[i] : old), row)
            : 'a row that is no object';
        case 'DELETE':
          return deleted(row);
        default:
          return `unknown "type" ${JSON.stringify(type ?? null)}`;
      }
    });
    return (
      rows.find((changes) => typeof changes === 'string') ?? (rows as (readonly Change[])[]).flat()
    );
  },
  write: (row, isDelete) => `{"data":[${row}],"type":"${isDelete ? 'DELETE' : 'INSERT'}"}`,
};

function inserted(after: JsonTree | undefined): EventChanges {
  return isJsonObject(after) ? [{ kind: RowKind.Insert, row: after }] : 'an insert without a row';
}

function updated(before: JsonTree | undefined, after: JsonTree | undefined): EventChanges {
  if (!isJsonObject(after)) return 'an update without the new row';
  if (!isJsonObject(before)) return NO_IMAGE;
  return [
    { kind: RowKind.UpdateBefore, row: before },
    { kind: RowKind.UpdateAfter, row: after },
  ];
}

function deleted(before: JsonTree | undefined): EventChanges {
  return isJsonObject(before) ? [{ kind: RowKind.Delete, row: before }] : NO_IMAGE;
}

/** The new row with the old values put back. */
function oldImage(row: JsonObject, old: JsonTree | undefined): JsonTree {
  return isJsonObject(old) ? new Map([...row, ...old]) : null;
}

/** The pattern must match the whole name. */
function includes(pattern: string | undefined, name: JsonTree | undefined): boolean {
  if (pattern === undefined) return true;
  return typeof name === 'string' && new RegExp(`^(?:${pattern})$`, 'u').test(name);
}
