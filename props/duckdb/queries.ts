/** Random queries, each in two wordings: ours, and DuckDB's where the languages differ. */
import { condition, expression, type Column, type Kind } from './expressions.js';
import { tableColumns } from './tables.js';
import type { Tape } from './tape.js';

export interface Relation {
  readonly ours: string;
  readonly theirs: string;
  readonly columns: readonly Column[];
}

/** A query over tables t and u; `depth` bounds how far queries nest. */
export function query(tape: Tape, depth: number): Relation {
  if (depth === 0) return table(tape);
  const shapes = [project, grouped, joined, combined, ranked, matched, windowed, globally];
  return tape.pick(shapes)(tape, depth);
}

function table(tape: Tape): Relation {
  const name = tape.pick(['t', 'u']);
  const text = `SELECT id, k, n, s, d, b, ts FROM ${name}`;
  return { ours: text, theirs: text, columns: tableColumns };
}

/** The same text for both, around `inputs` put in for $0, $1, ... */
function wrap(text: string, inputs: readonly Relation[], columns: readonly Column[]): Relation {
  const fill = (which: 'ours' | 'theirs'): string =>
    text.replaceAll(/\$(\d)/g, (_, i: string) => `(${inputs[Number(i)]![which]})`);
  return { ours: fill('ours'), theirs: fill('theirs'), columns };
}

const qualified = (relation: Relation, alias: string): Column[] =>
  relation.columns.map(({ name, type }) => ({ name: `${alias}.${name}`, type }));

function list(parts: readonly { readonly text: string; readonly type: Kind }[]): {
  readonly text: string;
  readonly columns: readonly Column[];
} {
  return {
    text: parts.map((part, i) => `${part.text} AS c${i}`).join(', '),
    columns: parts.map((part, i) => ({ name: `c${i}`, type: part.type })),
  };
}

function someExpressions(tape: Tape, columns: readonly Column[], depth: number) {
  return Array.from({ length: 1 + tape.below(4) }, () => {
    const { type } = tape.pick(columns);
    return { type, text: expression(tape, columns, type, depth) };
  });
}

function project(tape: Tape, depth: number): Relation {
  const input = query(tape, depth - 1);
  const columns = qualified(input, 'a');
  const items = list(someExpressions(tape, columns, 2));
  const distinct = tape.oneIn(4) ? 'DISTINCT ' : '';
  const where = tape.oneIn(3) ? '' : ` WHERE ${condition(tape, columns, 2)}`;
  return wrap(`SELECT ${distinct}${items.text} FROM $0 AS a${where}`, [input], items.columns);
}

interface Aggregate {
  readonly ours: string;
  readonly theirs: string;
  readonly type: Kind;
}

function aggregate(tape: Tape, columns: readonly Column[]): Aggregate {
  const { type } = tape.pick(columns);
  const value = expression(tape, columns, type, 1);
  const distinct = tape.oneIn(3) ? 'DISTINCT ' : '';
  const filter = tape.oneIn(3) ? ` FILTER (WHERE ${condition(tape, columns, 1)})` : '';
  const both = (text: string, resultType: Kind): Aggregate => ({
    ours: `${text}${filter}`,
    theirs: `${text}${filter}`,
    type: resultType,
  });
  const shapes = [() => both('COUNT(*)', 'int'), () => both(`COUNT(${distinct}${value})`, 'int')];
  if (type !== 'boolean') {
    shapes.push(
      () => both(`MIN(${value})`, type),
      () => both(`MAX(${value})`, type),
    );
  }
  if (type === 'int' || type === 'decimal') {
    const sum = `SUM(${distinct}${value})${filter}`;
    const mean = `CAST(${sum} AS DOUBLE) / COUNT(${distinct}${value})${filter}`;
    shapes.push(
      () => both(`SUM(${distinct}${value})`, type),
      () => ({
        // Flink's AVG of whole numbers is a whole number, of decimals has six digits.
        ours:
          type === 'int'
            ? `AVG(${distinct}${value})${filter}`
            : `CAST(AVG(${distinct}${value})${filter} AS DOUBLE)`,
        theirs: type === 'int' ? `CAST(trunc(${mean}) AS BIGINT)` : `round(${mean}, 6)`,
        type: type === 'int' ? 'int' : 'approximate',
      }),
    );
  }
  return tape.pick(shapes)();
}

function aggregates(tape: Tape, columns: readonly Column[]): Aggregate[] {
  return Array.from({ length: 1 + tape.below(3) }, () => aggregate(tape, columns));
}

/** SELECT `keys`, `values` FROM `from` `tail`, with `from` and `tail` in two wordings. */
function aggregation(
  keys: readonly Aggregate[],
  values: readonly Aggregate[],
  from: Readonly<Record<'ours' | 'theirs', string>>,
): Relation {
  const items = [...keys, ...values];
  const text = (which: 'ours' | 'theirs'): string =>
    `SELECT ${items.map((item, i) => `${item[which]} AS c${i}`).join(', ')} FROM ${from[which]}`;
  return {
    ours: text('ours'),
    theirs: text('theirs'),
    columns: items.map((item, i) => ({ name: `c${i}`, type: item.type })),
  };
}

function grouped(tape: Tape, depth: number): Relation {
  const input = query(tape, depth - 1);
  const columns = qualified(input, 'a');
  const keys = Array.from({ length: 1 + tape.below(2) }, () => {
    const { name, type } = tape.pick(columns);
    return { ours: name, theirs: name, type };
  });
  const values = aggregates(tape, columns);
  const having = tape.oneIn(3) ? ` HAVING COUNT(*) ${tape.pick(['> 1', '= 1', '< 3'])}` : '';
  const by = ` GROUP BY ${[...new Set(keys.map((key) => key.ours))].join(', ')}${having}`;
  return aggregation(keys, values, {
    ours: `(${input.ours}) AS a${by}`,
    theirs: `(${input.theirs}) AS a${by}`,
  });
}

function globally(tape: Tape, depth: number): Relation {
  const input = query(tape, depth - 1);
  // No row in, no row out: without HAVING a condition that is always FALSE gives one, as in Flink.
  const tail = 'AS a HAVING COUNT(*) > 0';
  return aggregation([], aggregates(tape, qualified(input, 'a')), {
    ours: `(${input.ours}) ${tail}`,
    theirs: `(${input.theirs}) ${tail}`,
  });
}

function joined(tape: Tape, depth: number): Relation {
  const left = query(tape, depth - 1);
  const right = query(tape, depth - 1);
  const columns = [...qualified(left, 'a'), ...qualified(right, 'b')];
  const on = equalities(tape, left, right);
  if (on === null) return left;
  if (tape.oneIn(4)) on.push(condition(tape, columns, 1));
  const items = list(someExpressions(tape, columns, 1));
  const kind = tape.pick(['INNER', 'LEFT', 'RIGHT', 'FULL']);
  const where = tape.oneIn(4) ? ` WHERE ${condition(tape, columns, 1)}` : '';
  return wrap(
    `SELECT ${items.text} FROM $0 AS a ${kind} JOIN $1 AS b ON ${on.join(' AND ')}${where}`,
    [left, right],
    items.columns,
  );
}

/** Equal times would make it an interval join. */
const joinable: ReadonlySet<Kind> = new Set(['int', 'text', 'decimal', 'boolean']);

/** null when the sides share no type to join on. */
function equalities(tape: Tape, left: Relation, right: Relation): string[] | null {
  const pairs = left.columns.flatMap((a) =>
    right.columns.filter((b) => a.type === b.type && joinable.has(a.type)).map((b) => [a, b]),
  );
  if (pairs.length === 0) return null;
  return Array.from({ length: 1 + tape.below(2) }, () => {
    const [a, b] = tape.pick(pairs);
    return `a.${a!.name} = b.${b!.name}`;
  });
}

function combined(tape: Tape, depth: number): Relation {
  const inputs = [query(tape, depth - 1), query(tape, depth - 1)];
  const types = someExpressions(tape, qualified(inputs[0]!, 'a'), 0).map((item) => item.type);
  const sides = inputs.map((input) => {
    const columns = qualified(input, 'a');
    return list(types.map((type) => ({ type, text: expression(tape, columns, type, 1) })));
  });
  const how = tape.pick(['UNION ALL', 'UNION', 'INTERSECT', 'EXCEPT']);
  return wrap(
    `SELECT ${sides[0]!.text} FROM $0 AS a ${how} SELECT ${sides[1]!.text} FROM $1 AS a`,
    inputs,
    sides[0]!.columns,
  );
}

/** IN and EXISTS, plain and negated. */
function matched(tape: Tape, depth: number): Relation {
  const left = query(tape, depth - 1);
  const right = query(tape, depth - 1);
  const on = equalities(tape, left, right);
  if (on === null) return left;
  const extra = tape.oneIn(3) ? ` AND ${condition(tape, qualified(right, 'b'), 1)}` : '';
  const [a, b] = on[0]!.split(' = ');
  const test = tape.pick([
    `EXISTS (SELECT 1 FROM $1 AS b WHERE ${on.join(' AND ')}${extra})`,
    `NOT EXISTS (SELECT 1 FROM $1 AS b WHERE ${on.join(' AND ')}${extra})`,
    `${a} IN (SELECT ${b} FROM $1 AS b)`,
    `${a} NOT IN (SELECT ${b} FROM $1 AS b)`,
  ]);
  const items = list(qualified(left, 'a').map(({ name, type }) => ({ type, text: name })));
  return wrap(`SELECT ${items.text} FROM $0 AS a WHERE ${test}`, [left, right], items.columns);
}

/** The first rows of each group in an order that leaves no choice: over a table, by id at last. */
function ranked(tape: Tape): Relation {
  const input = table(tape);
  const partition = tape.pick(['', 'PARTITION BY k ', 'PARTITION BY s, b ']);
  const key = tape.pick(['n', 'd', 's', 'ts', 'k']);
  const [ours, theirs] = tape.pick([
    ['ASC', 'ASC NULLS FIRST'],
    ['DESC', 'DESC NULLS LAST'],
    ['ASC NULLS LAST', 'ASC NULLS LAST'],
    ['DESC NULLS FIRST', 'DESC NULLS FIRST'],
  ]);
  const places = tape.pick(['<= 1', '<= 2', '<= 3', '= 2']);
  const shownPlace = tape.oneIn(2);
  const text = (order: string): string => `SELECT id, k, n, s${shownPlace ? ', place' : ''} FROM (
    SELECT *, ROW_NUMBER() OVER (${partition}ORDER BY ${key} ${order}, id) AS place
    FROM (${input.ours}) AS a) AS r WHERE place ${places}`;
  const columns = input.columns.slice(0, 4);
  return {
    ours: text(ours!),
    theirs: text(theirs!),
    columns: shownPlace ? [...columns, { name: 'place', type: 'int' }] : columns,
  };
}

const tableNames = ['t', 'u'];

/** TUMBLE and HOP against arithmetic on epoch milliseconds. */
function windowed(tape: Tape): Relation {
  const name = tape.pick(tableNames);
  const slide = tape.pick([10, 7, 60]);
  const overlap = tape.pick([1, 1, 3]);
  const window =
    overlap === 1
      ? `TUMBLE(TABLE ${name}, DESCRIPTOR(ts), INTERVAL '${slide}' SECOND)`
      : `HOP(TABLE ${name}, DESCRIPTOR(ts), INTERVAL '${slide}' SECOND,
          INTERVAL '${slide * overlap}' SECOND(3))`;
  const columns = tableColumns.map(({ name: column, type }) => ({ name: column, type }));
  const start = `epoch_ms((epoch_ms(ts) // ${slide * 1000} - i) * ${slide * 1000})`;
  const keys: Aggregate[] = [{ ours: 'window_start', theirs: start, type: 'time' }];
  const extra = tape.pick(['', 'k', 's']);
  if (extra !== '') keys.push({ ours: extra, theirs: extra, type: extra === 'k' ? 'int' : 'text' });
  const by = extra === '' ? '' : `, ${extra}`;
  return aggregation(keys, aggregates(tape, columns), {
    ours: `TABLE(${window}) GROUP BY window_start, window_end${by}`,
    theirs: `${name}, range(${overlap}) AS r(i) GROUP BY ${start}${by}`,
  });
}
