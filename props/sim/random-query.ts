/**
 * Random chains of operators as SQL, over the tables `a`, `b` (rows in time, with watermarks) and
 * `c` (changes). Views q1, q2, ... one a step; the last one is the result.
 */
import type { Tape } from '../duckdb/tape.js';

/** Rows of (k STRING, v INT), and `ts` while they are in time and nothing is taken away. */
interface Relation {
  readonly name: string;
  readonly isTimed: boolean;
  /** Rows grow as a product here: once is enough. */
  readonly isJoined: boolean;
}

interface Step {
  readonly sql: string;
  readonly isTimed: boolean;
  readonly isJoined: boolean;
}

type StepMaker = (x: Relation, tape: Tape, other: () => Relation) => Step;

export interface RandomQuery {
  /** CREATE VIEW statements. */
  readonly views: string;
  /** The result: columns k and v. */
  readonly select: string;
}

/** The query that the tape tells. */
export function randomQuery(tape: Tape): RandomQuery {
  const views: string[] = [];
  const grow = (from: Relation, depth: number): Relation => {
    let at = from;
    for (let i = 0; i < depth; i++) {
      const other = (): Relation => grow(table(tape), tape.below(2));
      const step = tape.pick(makersFor(at, tape))(at, tape, other);
      const name = `q${views.length + 1}`;
      views.push(`CREATE VIEW ${name} AS ${step.sql};`);
      at = { name, isTimed: step.isTimed, isJoined: step.isJoined };
    }
    return at;
  };
  const last = grow(table(tape), 2 + tape.below(4));
  return { views: views.join('\n'), select: `SELECT k, v FROM ${last.name}` };
}

/** Half of the steps over timed rows keep them so: chains of windows. */
function makersFor(x: Relation, tape: Tape): readonly StepMaker[] {
  const ofJoins = x.isJoined ? [] : joins;
  if (!x.isTimed) return [...anyRows, ...ofJoins];
  const timed = [filter, ...timedRows, ...(x.isJoined ? [] : timedJoins)];
  return tape.oneIn(2) ? timed : [...anyRows, ...timed, ...ofJoins];
}

function table(tape: Tape): Relation {
  const name = tape.pick(['a', 'b', 'c']);
  return { name, isTimed: name !== 'c', isJoined: false };
}

const columns = ({ isTimed }: Relation): string => (isTimed ? 'k, v, ts' : 'k, v');
/** Keeps what is known of `x`. */
const same = (x: Relation, sql: string): Step => ({
  sql,
  isTimed: x.isTimed,
  isJoined: x.isJoined,
});
/** Rows come and go from here on. */
const changing = (x: Relation, sql: string): Step => ({
  sql,
  isTimed: false,
  isJoined: x.isJoined,
});
const joined = (sql: string): Step => ({ sql, isTimed: false, isJoined: true });

const filter: StepMaker = (x, tape) =>
  same(x, `SELECT ${columns(x)} FROM ${x.name} WHERE v > ${tape.below(6)} OR k IS NULL`);

const anyRows: readonly StepMaker[] = [
  filter,
  (x, tape) => {
    const call = tape.pick(['SUM(v)', 'MAX(v)', 'MIN(v)', 'CAST(COUNT(*) AS INT)', 'AVG(v)']);
    const filter = tape.oneIn(3) ? ' FILTER (WHERE v > 3)' : '';
    const value = call.startsWith('CAST') || filter === '' ? call : `${call}${filter}`;
    const having = tape.oneIn(2) ? ` HAVING COUNT(*) > ${1 + tape.below(3)}` : '';
    return changing(x, `SELECT k, ${value} AS v FROM ${x.name} GROUP BY k${having}`);
  },
  (x, tape) => {
    const call = tape.pick(['COUNT(DISTINCT v)', 'SUM(DISTINCT v)']);
    return changing(x, `SELECT k, CAST(${call} AS INT) AS v FROM ${x.name} GROUP BY k`);
  },
  (x) => changing(x, `SELECT MIN(k) AS k, v FROM ${x.name} GROUP BY v`),
  (x) => changing(x, `SELECT MAX(k) AS k, CAST(COUNT(*) AS INT) AS v FROM ${x.name}`),
  (x) => changing(x, `SELECT DISTINCT k, v FROM ${x.name}`),
  (x, tape) => {
    const order = `v ${tape.pick(['DESC', 'ASC'])}`;
    const by = tape.oneIn(2) ? `ORDER BY ${order}, k` : `PARTITION BY k ORDER BY ${order}`;
    const numbered = `SELECT k, v, ROW_NUMBER() OVER (${by}) AS rn FROM ${x.name}`;
    return changing(x, `SELECT k, v FROM (${numbered}) WHERE rn <= ${1 + tape.below(3)}`);
  },
  (x, tape, other) => {
    const y = other();
    if (x.isTimed && y.isTimed) {
      const both = [x, y].map(({ name }) => `SELECT k, v, ts FROM ${name}`).join(' UNION ALL ');
      return { sql: both, isTimed: true, isJoined: x.isJoined || y.isJoined };
    }
    const how = tape.pick(['UNION ALL', 'UNION', 'INTERSECT', 'EXCEPT']);
    return {
      ...changing(x, `SELECT k, v FROM ${x.name} ${how} SELECT k, v FROM ${y.name}`),
      isJoined: x.isJoined || y.isJoined,
    };
  },
  (x, tape, other) => {
    const not = tape.oneIn(2) ? 'NOT ' : '';
    const same = `SELECT 1 FROM ${other().name} y WHERE y.k = x.k AND y.v >= x.v`;
    return changing(x, `SELECT k, v FROM ${x.name} x WHERE ${not}EXISTS (${same})`);
  },
];

const time = 'DESCRIPTOR(ts)';
const ms = (n: number): string => `INTERVAL '0.0${n}' SECOND`;

/** Windows that do not depend on the rows. */
function fixedWindows(tape: Tape): (name: string) => string {
  const kind = tape.pick(['TUMBLE', 'HOP', 'CUMULATE']);
  const sizes = kind === 'TUMBLE' ? ms(10) : `${ms(10)}, ${ms(30)}`;
  return (name) => `${kind}(TABLE ${name}, ${time}, ${sizes})`;
}

function window(tape: Tape, name: string): string {
  if (tape.oneIn(4)) return `SESSION(TABLE ${name} PARTITION BY k, ${time}, ${ms(10)})`;
  return fixedWindows(tape)(name);
}

const timedRows: readonly StepMaker[] = [
  (x, tape) => {
    const call = tape.pick(['SUM(v)', 'CAST(COUNT(*) AS INT)', 'MAX(v)', 'SUM(DISTINCT v)']);
    return same(
      x,
      `SELECT k, ${call} AS v, window_time AS ts FROM TABLE(${window(tape, x.name)})
       GROUP BY k, window_start, window_end, window_time`,
    );
  },
  (x, tape) => {
    const first = tape.pick(['ASC', 'DESC']);
    const over = `PARTITION BY k ORDER BY ts ${first}`;
    const numbered = `SELECT k, v, ts, ROW_NUMBER() OVER (${over}) AS rn FROM ${x.name}`;
    const sql = `SELECT k, v, ts FROM (${numbered}) WHERE rn = 1`;
    return first === 'ASC' ? same(x, sql) : changing(x, sql);
  },
  (x, tape) => {
    const over = 'PARTITION BY window_start, window_end, k ORDER BY v DESC';
    const numbered = `SELECT k, v, window_time, ROW_NUMBER() OVER (${over}) AS rn
      FROM TABLE(${window(tape, x.name)})`;
    const ranks = 1 + tape.below(2);
    return same(x, `SELECT k, v, window_time AS ts FROM (${numbered}) WHERE rn <= ${ranks}`);
  },
  (x) => same(x, `SELECT k, v, ts FROM ${x.name} ORDER BY ts`),
  // A row is in up to three windows.
  (x, tape) => ({
    sql: `SELECT k, v, window_time AS ts FROM TABLE(${window(tape, x.name)})`,
    isTimed: true,
    isJoined: true,
  }),
];

const timedJoins: readonly StepMaker[] = [
  (x, tape, other) => {
    const y = other();
    const type = tape.pick(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN']);
    const windows = fixedWindows(tape);
    const keys = ['k', 'window_start', 'window_end'].map((key) => `x.${key} = y.${key}`);
    return joined(`SELECT COALESCE(x.k, y.k) AS k, COALESCE(x.v, 0) + COALESCE(y.v, 100) AS v FROM
      (SELECT * FROM TABLE(${windows(x.name)})) x ${type}
      (SELECT * FROM TABLE(${windows(y.isTimed ? y.name : 'b')})) y ON ${keys.join(' AND ')}`);
  },
];

const joins: readonly StepMaker[] = [
  (x, tape, other) => {
    const y = other();
    const type = tape.pick(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN']);
    const more = tape.oneIn(2) ? ' AND x.v > y.v' : '';
    return joined(`SELECT COALESCE(x.k, y.k) AS k, COALESCE(x.v, 0) + COALESCE(y.v, 100) AS v
      FROM ${x.name} x ${type} ${y.name} y ON x.k = y.k${more}`);
  },
];
