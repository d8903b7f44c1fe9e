/** Aggregate functions: one accumulator a group, kept in the state through a codec. */
import type { Value } from '../../core/batch.js';
import { columnReader } from '../../core/column-read.js';
import type { AggregateSite, Aggregator } from '../../engine/aggregates/aggregate.js';
import type { UserAggregate } from '../../engine/functions/user/user-functions.js';
import type { ObjectCodec } from '../../engine/state/state.js';
import { decodeAccumulator, encodeAccumulator } from './accumulator-codec.js';
import type { AccumulatorCodec, AggregateDefinition } from './definition.js';
import { argumentConverter, failure } from './failure.js';
import { fromJs } from './js-value-in.js';
import type { FunctionHead } from './make-function.js';

/** The definition without its claims about types. */
interface Code {
  create(): unknown;
  accumulate(accumulator: unknown, ...args: unknown[]): unknown;
  retract?(accumulator: unknown, ...args: unknown[]): unknown;
  merge?(accumulator: unknown, other: unknown): unknown;
  result(accumulator: unknown): unknown;
  readonly codec?: AccumulatorCodec<unknown>;
}

/** Tells an accumulator from none, whatever value it is. */
interface Box {
  accumulator: unknown;
}

export function makeAggregate(head: FunctionHead, definition: AggregateDefinition): UserAggregate {
  const code = definition as unknown as Code;
  return {
    kind: 'aggregate',
    name: head.name,
    isMergeable: code.merge !== undefined,
    aggregate: {
      name: head.name,
      doc: 'A function of the program.',
      syntax: `${head.name}(...)`,
      resolve: head.resolve,
      retractable: code.retract !== undefined,
      create: (site) => aggregator(head, code, site),
    },
  };
}

function aggregator(head: FunctionHead, code: Code, site: AggregateSite): Aggregator {
  const codec = boxCodec(head.name, code.codec ?? null);
  const readers = site.args.map(columnReader);
  const toJs = argumentConverter(site.args);
  const toValue = fromJs(head.returns);
  const guarded = <T>(work: () => T, args: readonly unknown[], row?: number): T => {
    try {
      return work();
    } catch (error) {
      throw failure(head.name, error, args, row);
    }
  };
  const fresh = (): Box => ({ accumulator: guarded(() => code.create(), []) });
  return {
    fields: [{ name: 'accumulator', kind: 'object', codec: codec as ObjectCodec<unknown> }],
    update(table, base, columns, rows, slots, count, signs) {
      const boxes = table.object<Box>(base);
      for (let i = 0; i < count; i++) {
        const slot = slots[i]!;
        const box = (boxes[slot] ??= fresh());
        const row = rows[i]!;
        const args = toJs(columns.map((column, k) => readers[k]!(column, row)));
        const isAdded = signs === null || signs[i]! > 0;
        const next = guarded(
          () =>
            isAdded
              ? code.accumulate(box.accumulator, ...args)
              : code.retract!(box.accumulator, ...args),
          args,
          row,
        );
        if (next !== undefined) box.accumulator = next;
        table.resized(slot);
      }
    },
    merge(table, base, to, other, from, count) {
      const [boxes, others] = [table.object<Box>(base), other.object<Box>(base)];
      for (let i = 0; i < count; i++) {
        const source = others[from[i]!];
        if (source === undefined) continue;
        const copy = codec.copy(source);
        const box = boxes[to[i]!];
        if (box === undefined) boxes[to[i]!] = copy;
        else {
          const next = guarded(() => code.merge!(box.accumulator, copy.accumulator), []);
          if (next !== undefined) box.accumulator = next;
        }
        table.resized(to[i]!);
      }
    },
    results(table, base, slots, count, out) {
      const boxes = table.object<Box>(base);
      for (let i = 0; i < count; i++) {
        const box = boxes[slots[i]!] ?? fresh();
        const value: Value = guarded(() => toValue(code.result(box.accumulator)), []);
        out.append(value);
      }
    },
  };
}

type BoxCodec = ObjectCodec<Box> & { copy(box: Box): Box };

function boxCodec(name: string, codec: AccumulatorCodec<unknown> | null): BoxCodec {
  const encode = (box: Box): string | Uint8Array => {
    try {
      if (codec === null) return encodeAccumulator(box.accumulator);
      return codec.encode(box.accumulator);
    } catch (error) {
      throw failure(name, error, []);
    }
  };
  const decode = (encoded: string | Uint8Array): Box => {
    try {
      const accumulator =
        codec === null ? decodeAccumulator(encoded as string) : codec.decode(encoded);
      return { accumulator };
    } catch (error) {
      throw failure(name, error, []);
    }
  };
  return {
    encode(box, into) {
      const encoded = encode(box);
      into.u8(typeof encoded === 'string' ? 0 : 1);
      if (typeof encoded === 'string') into.text(encoded);
      else into.bytes(encoded);
    },
    decode: (from) => decode(from.u8() === 0 ? from.text() : from.bytes()),
    bytes: (box) => 64 + roughBytes(box.accumulator),
    copy: (box) => decode(encode(box)),
  };
}

/** Cheap guess of the bytes in memory, for the budget; looks one level deep. */
function roughBytes(value: unknown): number {
  if (typeof value === 'string') return 24 + 2 * value.length;
  if (typeof value !== 'object' || value === null) return 16;
  if (Array.isArray(value)) return 32 + 24 * value.length;
  if (value instanceof Map || value instanceof Set) return 64 + 64 * value.size;
  return value instanceof Uint8Array ? 96 + value.length : 64 + 32 * Object.keys(value).length;
}
