/**
 * Judges a case four ways: straight; batch size 1; checkpoint, restore half way; crash at a random
 * point, recover.
 */
import { formatError } from '../../core/errors.js';
import { seededRandom } from '../../props/kill/seeded-random.js';
import type { Case, Expected } from './cases.js';
import { difference } from './fold.js';
import { Interruption } from './interruption.js';
import { runCase, type Answer } from './run-case.js';

export const ways = ['straight', 'batch-1', 'restore', 'crash'] as const;
export type Way = (typeof ways)[number];

export interface Verdict {
  readonly area: string;
  readonly name: string;
  /** 'open': no answer is asked of a beyond/ case; 'unsupported': SQL_UNSUPPORTED and the like. */
  readonly status: 'passed' | 'failed' | 'unsupported' | 'open';
  readonly ways: Readonly<Partial<Record<Way, boolean>>>;
  readonly message: string;
}

/** `seed` decides where rows are cut by the crash. Later ways are not tried once one failed. */
export async function judge(one: Case, data: string, seed: number): Promise<Verdict> {
  const base = { area: one.area, name: one.name };
  if (one.expected.kind === 'open') return { ...base, status: 'open', ways: {}, message: '' };
  const passed: Partial<Record<Way, boolean>> = {};
  let rowsIn: readonly number[] = [];
  for (const way of ways) {
    const answer = await answerOf(one, data, way, rowsIn, seed);
    const message = answer instanceof Broken ? answer.message : complaint(one.expected, answer);
    passed[way] = message === null;
    if (message !== null) {
      const status = isUnsupported(answer) ? 'unsupported' : 'failed';
      return { ...base, status, ways: passed, message: `${way}: ${message}` };
    }
    if (!(answer instanceof Broken) && answer.kind === 'rows') rowsIn = answer.rowsIn;
    if (one.expected.kind === 'refused') break;
  }
  return { ...base, status: 'passed', ways: passed, message: '' };
}

/** The engine failed in a way that no user error explains. */
class Broken {
  readonly message: string;
  constructor(error: unknown) {
    this.message = `broke: ${error instanceof Error ? error.stack : String(error)}`;
  }
}

async function answerOf(
  one: Case,
  data: string,
  way: Way,
  rowsIn: readonly number[],
  seed: number,
): Promise<Answer | Broken> {
  try {
    const batchRows = way === 'batch-1' ? 1 : undefined;
    return await runCase(
      one.sql,
      data,
      way === 'straight' ? undefined : (batchRows ?? 64),
      plan(one, way, rowsIn, seed),
    );
  } catch (error) {
    return new Broken(error);
  }
}

function plan(
  one: Case,
  way: Way,
  rowsIn: readonly number[],
  seed: number,
): (Interruption | null)[] {
  const job = rowsIn.length - 1; // the last statement's, the one whose rows are compared
  if (job < 0 || way === 'straight' || way === 'batch-1') return [null];
  const rows = rowsIn[job]!;
  if (way === 'restore') return [Interruption.stop(job, Math.floor(rows / 2)), null];
  const random = seededRandom(seed ^ textHash(one.area + one.name));
  const end = Math.floor(random() * (rows + 1));
  // an INSERT before it may be the one that dies
  const disturbed = Math.floor(random() * rowsIn.length);
  const crash = Interruption.crash(
    disturbed,
    Math.floor(random() * (end + 1)),
    Math.min(end, rowsIn[disturbed]!),
  );
  return [crash, Interruption.stop(job, Math.floor(rows / 2)), null];
}

function textHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

const phases = ['plan', 'run'] as const;

function complaint(expected: Expected, answer: Answer): string | null {
  if (expected.kind === 'refused') {
    if (answer.kind === 'rows') return `should be refused (${expected.message})`;
    const early = phases.indexOf(answer.phase) <= phases.indexOf(expected.phase);
    return early
      ? null
      : `refused while running, should be refused while planning: ${formatError(answer.error)}`;
  }
  if (answer.kind === 'refused') return formatError(answer.error);
  if (expected.kind !== 'rows') return null;
  const columns = columnComplaint(expected.columns, answer.columns);
  return (
    columns ??
    difference(
      answer.changes,
      expected.changes,
      expected.columns.map(([, type]) => type),
    )
  );
}

function columnComplaint(
  expected: readonly (readonly [string, string])[],
  actual: readonly (readonly [string, string])[],
): string | null {
  const plain = (columns: readonly (readonly [string, string])[]): string =>
    JSON.stringify(
      columns.map(([name, type]) => [name, type.replaceAll(/ \*(ROWTIME|PROCTIME)\*/g, '')]),
    );
  return plain(expected) === plain(actual)
    ? null
    : `columns are ${plain(actual)}, expected ${plain(expected)}`;
}

function isUnsupported(answer: Answer | Broken): boolean {
  return (
    !(answer instanceof Broken) &&
    answer.kind === 'refused' &&
    /UNSUPPORTED/.test(answer.error.code)
  );
}
