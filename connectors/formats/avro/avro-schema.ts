/** Avro schemas: those of files, parsed, and the one that Flink derives from a table's columns. */
import { ConnectorError, DataError } from '../../../core/errors.js';
import type { JsonValue } from '../../../core/json.js';
import { formatType, type DataType, type Field } from '../../../core/types.js';

/** A type of a file. Named types that contain themselves are cycles. */
export interface AvroNode {
  readonly kind: string;
  readonly logical: string | null;
  readonly scale: number; // of decimals
  readonly size: number; // of fixed
  readonly symbols: readonly string[]; // of enum
  readonly items: readonly AvroNode[]; // array: [item]; map: [value]; union: branches
  readonly fields: readonly AvroField[]; // of record
}
/** Of a record. */
export interface AvroField {
  readonly name: string;
  readonly node: AvroNode;
}

const PRIMITIVES = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);

type JsonObject = { readonly [key: string]: JsonValue };

/** Throws DataError CORRUPT_FILE on what is no schema. */
export function parseAvroSchema(json: JsonValue): AvroNode {
  return nodeOf(json, '', new Map());
}

function nodeOf(json: JsonValue, space: string, named: Map<string, AvroNode>): AvroNode {
  if (typeof json === 'string') {
    if (PRIMITIVES.has(json)) return plainNode(json);
    const found = named.get(fullName(json, space)) ?? named.get(json);
    if (found === undefined) throw badSchema(`no type "${json}"`);
    return found;
  }
  if (Array.isArray(json)) {
    return { ...plainNode('union'), items: json.map((branch) => nodeOf(branch, space, named)) };
  }
  if (typeof json !== 'object' || json === null) throw badSchema(JSON.stringify(json));
  const schema = json as JsonObject;
  const { type } = schema;
  if (typeof type !== 'string') return nodeOf(type ?? null, space, named);
  switch (type) {
    case 'array':
      return { ...plainNode(type), items: [nodeOf(schema['items'] ?? null, space, named)] };
    case 'map':
      return { ...plainNode(type), items: [nodeOf(schema['values'] ?? null, space, named)] };
    case 'record':
    case 'error':
      return recordNode(schema, space, named);
    case 'fixed':
    case 'enum':
      return keep(schema, space, named, {
        ...logicalNode(type, schema),
        size: Number(schema['size'] ?? 0),
        symbols: (schema['symbols'] ?? []) as string[],
      });
    default:
      return PRIMITIVES.has(type) ? logicalNode(type, schema) : nodeOf(type, space, named);
  }
}

function recordNode(schema: JsonObject, space: string, named: Map<string, AvroNode>): AvroNode {
  const fields: AvroField[] = [];
  const record = keep(schema, space, named, { ...plainNode('record'), fields });
  const name = fullName(String(schema['name']), String(schema['namespace'] ?? space));
  const inner = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
  for (const field of (schema['fields'] ?? []) as JsonObject[]) {
    const node = nodeOf(field['type'] ?? null, inner, named);
    fields.push({ name: String(field['name']), node });
  }
  return record;
}

/** Puts a named type where references find it. */
function keep(
  schema: JsonObject,
  space: string,
  named: Map<string, AvroNode>,
  node: AvroNode,
): AvroNode {
  named.set(fullName(String(schema['name']), String(schema['namespace'] ?? space)), node);
  return node;
}

function fullName(name: string, space: string): string {
  return name.includes('.') || space === '' ? name : `${space}.${name}`;
}

function plainNode(kind: string): AvroNode {
  return { kind, logical: null, scale: 0, size: 0, symbols: [], items: [], fields: [] };
}

function logicalNode(kind: string, schema: JsonObject): AvroNode {
  const logical = schema['logicalType'];
  return {
    ...plainNode(kind),
    logical: typeof logical === 'string' ? logical : null,
    scale: Number(schema['scale'] ?? 0),
  };
}

function badSchema(what: string): DataError {
  return new DataError('CORRUPT_FILE', {
    message: `the file's Avro schema cannot be used: ${what}`,
    hint: 'check the file with another Avro reader',
  });
}

/**
 * Flink's schema for rows of `fields`. `isLegacy` is the option `avro.timestamp_mapping.legacy`.
 * Throws ConnectorError FORMAT_SCHEMA on columns that it cannot hold.
 */
export function avroSchemaOf(fields: readonly Field[], isLegacy: boolean): JsonValue {
  const name = 'org.apache.flink.avro.generated.record';
  return recordSchema(fields, name, { isLegacy, names: new Set(), column: '' });
}

interface Derivation {
  readonly isLegacy: boolean;
  readonly names: Set<string>; // of records so far
  readonly column: string;
}

function recordSchema(fields: readonly Field[], path: string, of: Derivation): JsonValue {
  if (of.names.has(path)) throw refused(of, `two rows would both be named ${path}`);
  of.names.add(path);
  const dot = path.lastIndexOf('.');
  return {
    type: 'record',
    name: path.slice(dot + 1),
    namespace: path.slice(0, dot),
    fields: fields.map(({ name, type }) => {
      const inner = { ...of, column: of.column === '' ? name : of.column };
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
        throw refused(inner, `Avro names have letters, digits and _ only, not "${name}"`);
      }
      const schema = schemaOf(type, `${path}_${name}`, inner);
      return { name, type: schema, ...(type.nullable ? { default: null } : {}) };
    }),
  };
}

function schemaOf(type: DataType, path: string, of: Derivation): JsonValue {
  const schema = presentSchema(type, path, of);
  return type.nullable && type.id !== 'null' ? ['null', schema] : schema;
}

function presentSchema(type: DataType, path: string, of: Derivation): JsonValue {
  switch (type.id) {
    case 'null':
    case 'boolean':
    case 'int':
    case 'float':
    case 'double':
      return type.id;
    case 'tinyint':
    case 'smallint':
      return 'int';
    case 'bigint':
      return 'long';
    case 'char':
    case 'varchar':
      return 'string';
    case 'binary':
    case 'varbinary':
      return 'bytes';
    case 'date':
      return { type: 'int', logicalType: 'date' };
    case 'time':
      if (type.precision > 3) throw refused(of, 'Avro holds TIME up to precision 3');
      return { type: 'int', logicalType: 'time-millis' };
    case 'timestamp':
    case 'timestamp_ltz':
      return { type: 'long', logicalType: timestampName(type.id, type.precision, of) };
    case 'decimal':
      return {
        type: 'bytes',
        logicalType: 'decimal',
        precision: type.precision,
        scale: type.scale,
      };
    case 'array':
      return { type: 'array', items: schemaOf(type.element, path, of) };
    case 'map':
      checkKey(type.key, of);
      return { type: 'map', values: schemaOf(type.value, path, of) };
    case 'multiset':
      checkKey(type.element, of);
      return { type: 'map', values: 'int' };
    case 'row':
      return recordSchema(type.fields, path, of);
    default:
      throw refused(of, `Avro has no place for ${formatType(type)}`);
  }
}

function timestampName(id: 'timestamp' | 'timestamp_ltz', precision: number, of: Derivation) {
  const unit = precision <= 3 ? 'millis' : 'micros';
  if (!of.isLegacy) {
    if (precision > 6) throw refused(of, 'Avro holds timestamps up to precision 6');
    return id === 'timestamp' ? `local-timestamp-${unit}` : `timestamp-${unit}`;
  }
  if (id === 'timestamp' && precision <= 3) return 'timestamp-millis';
  const what = id === 'timestamp' ? 'TIMESTAMP above precision 3' : 'TIMESTAMP_LTZ';
  throw refused(of, `${what} needs 'avro.timestamp_mapping.legacy' = 'false'`);
}

function checkKey(key: DataType, of: Derivation): void {
  if (key.id === 'char' || key.id === 'varchar') return;
  throw refused(of, `keys of Avro maps are texts, not ${formatType(key)}`);
}

function refused(of: Derivation, why: string): ConnectorError {
  return new ConnectorError('FORMAT_SCHEMA', {
    message: `column "${of.column}": ${why}`,
    hint: 'CAST the column or leave it out',
    blame: 'user',
  });
}
