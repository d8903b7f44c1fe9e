/** JSON trees into boxed values: arrays, maps, whole rows, change events. */
import type { Value } from '../../../core/batch.js';
import type { DataType, Field } from '../../../core/types.js';
import { wholeNumber } from '../number-text.js';
import { parseScalar } from '../scalar-text.js';
import {
  isJsonArray,
  isJsonNumber,
  isJsonObject,
  treeText,
  type JsonNumber,
  type JsonObject,
  type JsonTree,
} from './tree.js';

export interface ConvertOptions {
  /** What does not fit its type becomes null, at the deepest place. */
  readonly ignoresErrors: boolean;
  readonly failsOnMissing: boolean;
  /** 32 or 84, between date and time. */
  readonly separator: number;
}

/** What did not fit: path of names and indexes from the column, for a message. */
export interface Misfit {
  readonly path: string;
  readonly reason: string;
}
export type Converted = { readonly value: Value } | { readonly misfit: Misfit };

/** Value of `tree` for `type`, or what did not fit. `path` names the column. */
export function convertTree(
  tree: JsonTree | undefined,
  type: DataType,
  path: string,
  options: ConvertOptions,
): Converted {
  const converter = new Converter(options);
  const value = converter.convert(tree, type, path);
  return converter.misfit === null ? { value } : { misfit: converter.misfit };
}

class Converter {
  /** The first one; what `convert` gave is meaningless then. */
  misfit: Misfit | null = null;
  readonly #options: ConvertOptions;

  constructor(options: ConvertOptions) {
    this.#options = options;
  }

  convert(tree: JsonTree | undefined, type: DataType, path: string): Value {
    if (tree === null || tree === undefined) return null;
    switch (type.id) {
      case 'array':
        return this.#array(tree, type.element, path);
      case 'map':
        return this.#map(tree, type.key, type.value, path);
      case 'multiset':
        return this.#map(tree, type.element, { id: 'int', nullable: false }, path);
      case 'row':
        return this.#row(tree, type.fields, path);
      case 'variant':
        return treeText(tree);
      default:
        return this.#scalar(tree, type, path);
    }
  }

  #fail(path: string, reason: string): null {
    if (!this.#options.ignoresErrors) this.misfit ??= { path, reason };
    return null;
  }

  #array(tree: JsonTree, element: DataType, path: string): Value {
    if (!isJsonArray(tree)) return this.#fail(path, `not an array: ${treeText(tree)}`);
    return tree.map((item, i) => this.convert(item, element, `${path}[${i}]`));
  }

  #map(tree: JsonTree, key: DataType, value: DataType, path: string): Value {
    if (!isJsonObject(tree)) return this.#fail(path, `not an object: ${treeText(tree)}`);
    return [...tree].map(
      ([name, item]) =>
        [this.#scalar(name, key, path), this.convert(item, value, `${path}.${name}`)] as const,
    );
  }

  #row(tree: JsonTree, fields: readonly Field[], path: string): Value {
    if (!isJsonObject(tree)) return this.#fail(path, `not an object: ${treeText(tree)}`);
    return fields.map((field) => this.#field(tree, field, path));
  }

  #field(tree: JsonObject, field: Field, path: string): Value {
    const inner = `${path}.${field.name}`;
    const item = tree.get(field.name);
    if (item === undefined && this.#options.failsOnMissing)
      return this.#fail(inner, 'the field is missing');
    return this.convert(item, field.type, inner);
  }

  #scalar(tree: JsonTree, type: DataType, path: string): Value {
    const value = scalarOf(tree, type, this.#options.separator);
    return value === undefined
      ? this.#fail(path, `does not fit ${type.id.toUpperCase()}: ${treeText(tree)}`)
      : value;
  }
}

function scalarOf(tree: JsonTree, type: DataType, separator: number): Value | undefined {
  if (typeof tree === 'string') return parseScalar(tree, type, separator);
  const isText = type.id === 'varchar' || type.id === 'char';
  if (isText) return isJsonNumber(tree) ? tree.number : treeText(tree);
  if (typeof tree === 'boolean') return type.id === 'boolean' ? tree : undefined;
  return isJsonNumber(tree) ? numberOf(tree, type) : undefined;
}

function numberOf(tree: JsonNumber, type: DataType): Value | undefined {
  switch (type.id) {
    case 'float':
    case 'double':
    case 'decimal':
      return parseScalar(tree.number, type);
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint': {
      const whole = wholeNumber(tree.number);
      return whole === null ? undefined : parseScalar(whole.toString(), type);
    }
    default:
      return undefined;
  }
}
