/**
 * Puts a Nexmark query, its tables and a sink together to a script that Millrace and Flink both
 * run.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../tools/project-root.js';

/** Queries in bench/nexmark, by name. */
export const nexmarkQueries: readonly string[] = [
  'q0',
  'q1',
  'q2',
  'q3',
  'q4',
  'q5',
  'q7',
  'q8',
  'q17',
  'q18',
  'q19',
  'q20',
  'q22',
];

/** Where the events come from. */
export type EventSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'generator'; readonly options: Readonly<Record<string, string | number>> };

/** The tables and views of `source`, then the bare query. */
export function queryScript(name: string, source: EventSource): string {
  return `${eventTables(source)}\n${read(`${name}.sql`)}`;
}

/** As `queryScript`, its rows dropped by a sink. */
export function timedScript(name: string, source: EventSource): string {
  return sinkScript(name, source, { connector: 'blackhole' });
}

/** As `queryScript`, its changes written to the folder `target` as debezium-json. */
export function keptScript(name: string, source: EventSource, target: string): string {
  return sinkScript(name, source, {
    connector: 'filesystem',
    path: target,
    format: 'debezium-json',
  });
}

function sinkScript(
  name: string,
  source: EventSource,
  sink: Readonly<Record<string, string>>,
): string {
  const query = read(`${name}.sql`).trim().replace(/;$/, '');
  const last = query.lastIndexOf(';\n') + 1;
  const table = `CREATE TABLE kept WITH (${optionList(sink)}) AS`;
  return `${eventTables(source)}\n${query.slice(0, last)}\n${table}\n${query.slice(last)};\n`;
}

/** A script that writes generated events to the folder `target` as JSON lines. */
export function eventFileScript(
  options: Readonly<Record<string, string | number>>,
  target: string,
): string {
  const sink = { connector: 'filesystem', path: target, format: 'json' };
  const columns = 'event_type, person, auction, bid';
  return `${eventTables({ kind: 'generator', options })}
CREATE TABLE written WITH (${optionList(sink)}) AS SELECT ${columns} FROM events;\n`;
}

function eventTables(source: EventSource): string {
  const options =
    source.kind === 'file'
      ? { connector: 'filesystem', path: source.path, format: 'json' }
      : { connector: 'nexmark', ...source.options };
  return read('events.sql').replace('/* options */', () => optionList(options)) + read('views.sql');
}

function optionList(options: Readonly<Record<string, string | number>>): string {
  return Object.entries(options)
    .map(([name, value]) => `'${name}' = '${String(value).replaceAll("'", "''")}'`)
    .join(', ');
}

function read(file: string): string {
  return readFileSync(join(projectRoot(), 'bench', 'nexmark', file), 'utf8');
}
