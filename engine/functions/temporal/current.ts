/** Functions of the present moment; each row reads the clock anew. */
import type { Value } from '../../../core/batch.js';
import { DataError } from '../../../core/errors.js';
import { MS_PER_DAY } from '../../../core/time.js';
import { timeZone } from '../../../core/time-zone.js';
import type { DataType, TimestampType } from '../../../core/types.js';
import { dateType, notNull, timestampLtzType, timestampType } from '../../../core/types.js';
import type { SessionFacts } from '../../expr.js';
import { isTimestamp } from '../common-type.js';
import type { ScalarFunction } from '../function.js';
import { clockOf } from '../machine.js';
import { refuse, strict } from '../signature.js';

function current(
  name: string,
  aliases: readonly string[],
  doc: string,
  type: DataType,
  read: (nowMs: number, localMs: number) => Value,
): ScalarFunction {
  return {
    name,
    aliases,
    doc,
    syntax: name,
    category: 'temporal',
    deterministic: false,
    nulls: 'strict',
    examples: [[`${name === 'PROCTIME' ? `${name}()` : name} IS NULL`, 'FALSE']],
    resolve: strict([], notNull(type)),
    kernel: (site) => reader(site.session, read),
  };
}

function reader(
  session: SessionFacts,
  read: (nowMs: number, localMs: number) => Value,
): () => Value {
  const clock = clockOf(session);
  const zone = timeZone(session.timeZone);
  return () => {
    const now = clock.nowMs();
    return read(now, zone.toLocalMs(now));
  };
}

const time: DataType = { id: 'time', precision: 0, nullable: false };
const proctime: DataType = {
  id: 'timestamp_ltz',
  precision: 3,
  nullable: false,
  attribute: 'proctime',
};

function secondOfDayMs(localMs: number): number {
  const ofDay = localMs - Math.floor(localMs / MS_PER_DAY) * MS_PER_DAY;
  return Math.floor(ofDay / 1000) * 1000;
}

/** Operators that project and filter put the watermark in its place; others cannot. */
const currentWatermark: ScalarFunction = {
  name: 'CURRENT_WATERMARK',
  doc: 'The watermark in force when the row is processed; NULL before the first one.',
  syntax: 'CURRENT_WATERMARK(rowtime)',
  category: 'temporal',
  deterministic: false,
  nulls: 'handled',
  examples: [],
  resolve(facts) {
    const type = facts[0]?.type;
    if (facts.length !== 1 || !isTimestamp(type!)) return refuse('takes a rowtime attribute');
    const { id } = type as TimestampType;
    return { args: [type!], type: { id, precision: 3, nullable: true } };
  },
  kernel: () => () => {
    throw new DataError('CURRENT_WATERMARK_PLACE', {
      message: 'CURRENT_WATERMARK stands in SELECT and WHERE only',
      hint: 'compute it in a subquery first',
    });
  },
};

export const currentFunctions: readonly ScalarFunction[] = [
  currentWatermark,
  current(
    'CURRENT_TIMESTAMP',
    ['NOW', 'CURRENT_ROW_TIMESTAMP'],
    'The present moment.',
    timestampLtzType(3),
    (now) => now,
  ),
  current(
    'LOCALTIMESTAMP',
    [],
    'The present moment on the clock of the session zone.',
    timestampType(3),
    (_, local) => local,
  ),
  current('CURRENT_DATE', [], 'Today in the session zone.', dateType, (_, local) =>
    Math.floor(local / MS_PER_DAY),
  ),
  current('CURRENT_TIME', ['LOCALTIME'], 'Time of day in the session zone.', time, (_, local) =>
    secondOfDayMs(local),
  ),
  current(
    'PROCTIME',
    [],
    'Processing time attribute: the moment the row is processed.',
    proctime,
    (now) => now,
  ),
];
