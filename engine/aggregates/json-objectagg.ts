import { isValid } from '../../core/batch.js';
import { columnReader } from '../../core/column-read.js';
import { DataError } from '../../core/errors.js';
import { formatType } from '../../core/types.js';
import { isText } from '../functions/common-type.js';
import { rawJson, refusedAsJson, toJson } from '../functions/json/value-to-json.js';
import type { ObjectCodec } from '../state/state.js';
import type { AggregateFunction, AggregateSite, Aggregator } from './aggregate.js';
import { optionOf } from './options.js';

/**
 * JSON_OBJECTAGG. State: JSON text by key. Options: `onNull`: 'NULL' (default) or 'ABSENT'; `raw`:
 * the value is JSON itself.
 */
export const jsonObjectAgg: AggregateFunction = {
  name: 'JSON_OBJECTAGG',
  doc: 'JSON object of keys and values, sorted by key; a second row with a key is an error.',
  syntax: 'JSON_OBJECTAGG([KEY] key VALUE value [NULL ON NULL | ABSENT ON NULL])',
  resolve(args) {
    if (args.length !== 2)
      return { refused: `takes a key and a value, not ${args.length} arguments` };
    if (!isText(args[0]!.type))
      return { refused: `the key must be a text, not ${formatType(args[0]!.type)}`, argument: 0 };
    const refusal = refusedAsJson(args[1]!.type, 1);
    if (refusal !== null) return refusal;
    return {
      args: args.map((arg) => arg.type),
      type: { id: 'varchar', length: 2000, nullable: false },
    };
  },
  create: createObjectAgg,
};

class JsonMembers {
  readonly texts = new Map<string, string>();
  /** Approximate bytes in memory. */
  bytes = 100;

  add(key: string, text: string): void {
    if (this.texts.has(key)) throw duplicateKey(key);
    this.texts.set(key, text);
    this.bytes += 100 + 2 * (key.length + text.length);
  }

  take(key: string): void {
    const text = this.texts.get(key);
    if (text === undefined) return;
    this.texts.delete(key);
    this.bytes -= 100 + 2 * (key.length + text.length);
  }

  toJson(): string {
    const keys = [...this.texts.keys()].sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${this.texts.get(key)!}`).join(',')}}`;
  }
}

const membersCodec: ObjectCodec<unknown> = {
  encode(object, into) {
    const { texts } = object as JsonMembers;
    into.varint(texts.size);
    for (const [key, text] of texts) {
      into.text(key);
      into.text(text);
    }
  },
  decode(from) {
    const members = new JsonMembers();
    for (let left = from.varint(); left > 0; left--) {
      const key = from.text();
      members.add(key, from.text());
    }
    return members;
  },
  bytes: (object) => (object as JsonMembers).bytes,
};

function createObjectAgg(site: AggregateSite): Aggregator {
  const readKey = columnReader(site.args[0]!);
  const readValue = columnReader(site.args[1]!);
  const isRaw = optionOf(site.options, 'raw') === true;
  const format = isRaw ? rawJson : toJson(site.args[1]!);
  const skipsNulls = optionOf(site.options, 'onNull') === 'ABSENT';
  return {
    fields: [{ name: 'members', kind: 'object', codec: membersCodec }],
    update(table, base, args, rows, slots, count, signs) {
      const members = table.object<JsonMembers>(base);
      for (let i = 0; i < count; i++) {
        const row = rows[i]!;
        if (skipsNulls && !isValid(args[1]!, row)) continue;
        const key = readKey(args[0]!, row);
        if (key === null) throw nullKey();
        const object = (members[slots[i]!] ??= new JsonMembers());
        if (signs !== null && signs[i]! < 0) object.take(key as string);
        else object.add(key as string, format(readValue(args[1]!, row)));
        table.resized(slots[i]!);
      }
    },
    merge(table, base, to, other, from, count) {
      const members = table.object<JsonMembers>(base);
      const others = other.object<JsonMembers>(base);
      for (let i = 0; i < count; i++) {
        const object = (members[to[i]!] ??= new JsonMembers());
        for (const [key, text] of others[from[i]!]?.texts ?? []) object.add(key, text);
        table.resized(to[i]!);
      }
    },
    results(table, base, slots, count, out) {
      const members = table.object<JsonMembers>(base);
      for (let i = 0; i < count; i++) out.append(members[slots[i]!]?.toJson() ?? '{}');
    },
  };
}

function duplicateKey(key: string): DataError {
  return new DataError('JSON_DUPLICATE_KEY', {
    message: `JSON_OBJECTAGG has the key ${JSON.stringify(key)} twice in one group`,
    hint: 'group by the key first, or aggregate its values',
  });
}

function nullKey(): DataError {
  return new DataError('JSON_NULL_KEY', {
    message: 'a key of JSON_OBJECTAGG is NULL',
    hint: 'leave such rows out with FILTER (WHERE key IS NOT NULL)',
  });
}
