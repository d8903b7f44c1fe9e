/**
 * npm run bench:readers -- [--rows N] [--rounds N] [--only TEXT]
 * The JSON-lines and CSV readers on bytes in memory, with 1, 5 and all columns read, against
 * JSON.parse of each line and csv-parse in the same run. MB and rows per CPU second (garbage
 * collection included), the best of the rounds; the ways take turns within a round.
 */
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { csvFormat } from '../../connectors/formats/csv/csv.js';
import type { DecoderContext, FormatSpec } from '../../connectors/formats/format.js';
import { jsonFormat } from '../../connectors/formats/json/json.js';
import { assert } from '../../core/assert.js';
import { BATCH_ROWS } from '../../core/batch.js';
import type { DataType, Field } from '../../core/types.js';
import {
  flatCsv,
  flatFields,
  flatJson,
  leafPaths,
  nexmarkFields,
  nexmarkJson,
  shuffledJson,
  sparseJson,
} from './reader-data.js';

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '50000' },
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
  },
});

/** One way to read all of a layout's bytes; `run` gives the count of rows. */
interface Way {
  readonly name: string;
  readonly run: () => number;
}

interface Layout {
  readonly name: string;
  readonly bytes: Buffer;
  /** The first one is what the others are compared with. */
  readonly ways: readonly Way[];
}

function typeAt(fields: readonly Field[], path: readonly string[]): DataType {
  const type = fields.find((field) => field.name === path[0])!.type;
  return type.id === 'row' ? typeAt(type.fields, path.slice(1)) : type;
}

function reading(
  format: FormatSpec,
  fields: readonly Field[],
  bytes: Buffer,
  paths: readonly string[],
): Way {
  const projection = paths.map((path) => path.split('.'));
  const types = projection.map((path) => typeAt(fields, path));
  const columns = { fields };
  const context: DecoderContext = { options: {}, columns, projection, types, skipCorrupt: false };
  const run = (): number => {
    const decoder = format.decoder!(context);
    decoder.begin('bytes', 0);
    let rows = 0;
    for (let at = 0; at < bytes.length;) {
      at = decoder.decode(bytes, at, bytes.length, {
        isLast: true,
        rowsMax: BATCH_ROWS,
        position: 0,
      });
      rows += decoder.take().rowCount;
    }
    return rows;
  };
  return { name: `${paths.length} of ${leafPaths(fields).length} columns`, run };
}

/** A line at a time, as a program without this reader would do it. */
function parsing(bytes: Buffer): Way {
  const run = (): number => {
    let rows = 0;
    for (let at = 0; at < bytes.length;) {
      const end = bytes.indexOf(10, at);
      const row: unknown = JSON.parse(bytes.toString('utf8', at, end));
      if (row !== null) rows++;
      at = end + 1;
    }
    return rows;
  };
  return { name: 'JSON.parse per line', run };
}

async function layouts(rows: number): Promise<readonly Layout[]> {
  const flat = flatJson(rows);
  const shuffled = shuffledJson(rows);
  const sparse = sparseJson(rows);
  const nested = await nexmarkJson(rows);
  const csv = flatCsv(rows);
  const five = ['order_id', 'created_at', 'status', 'unit_price', 'clicks'];
  const bid = ['bid.auction', 'bid.bidder', 'bid.price', 'bid.channel', 'bid.dateTime'];
  const json = (fields: readonly Field[], bytes: Buffer, few: readonly string[]): Way[] => [
    parsing(bytes),
    ...[few.slice(0, 1), few, leafPaths(fields)].map((paths) =>
      reading(jsonFormat, fields, bytes, paths),
    ),
  ];
  const flatWays = (bytes: Buffer): Way[] => json(flatFields, bytes, five);
  const library = { name: 'csv-parse', run: () => parse(csv).length };
  const csvWays = [five.slice(0, 1), five, leafPaths(flatFields)].map((paths) =>
    reading(csvFormat, flatFields, csv, paths),
  );
  return [
    { name: 'flat JSON', bytes: flat, ways: flatWays(flat) },
    { name: 'flat JSON, keys in any order', bytes: shuffled, ways: flatWays(shuffled) },
    { name: 'flat JSON, a fifth of keys missing', bytes: sparse, ways: flatWays(sparse) },
    { name: 'nested JSON (Nexmark)', bytes: nested, ways: json(nexmarkFields, nested, bid) },
    { name: 'flat CSV', bytes: csv, ways: [library, ...csvWays] },
  ];
}

function cpuSeconds(way: Way, rows: number): number {
  const before = process.cpuUsage();
  assert(way.run() === rows, `${way.name} gave another count of rows`);
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
}

function report(layout: Layout, rows: number, rounds: number): void {
  const best = layout.ways.map(() => Infinity);
  for (let round = 0; round < rounds; round++) {
    for (const [i, way] of layout.ways.entries())
      best[i] = Math.min(best[i]!, cpuSeconds(way, rows));
  }
  const perRow = Math.round(layout.bytes.length / rows);
  process.stdout.write(`\n${layout.name}, ${perRow} bytes a row\n`);
  for (const [i, way] of layout.ways.entries()) {
    const megabytes = Math.round(layout.bytes.length / best[i]! / 1e6);
    const rate = Math.round(rows / best[i]! / 1e3);
    process.stdout.write(
      `  ${way.name.padEnd(22)}${String(megabytes).padStart(6)} MB/s` +
        `${rate.toLocaleString('en-US').padStart(8)} k rows/s` +
        `${(best[0]! / best[i]!).toFixed(2).padStart(8)}x\n`,
    );
  }
}

const rows = Number(flags.rows);
for (const layout of await layouts(rows)) {
  if (layout.name.includes(flags.only)) report(layout, rows, Number(flags.rounds));
}
