/** What the names of Flink's list mean where they are not the SQL names. */
import type { Coverage } from './coverage.js';

/** Names in Flink's list -> names of our registries. */
export const SPELLINGS: Readonly<Record<string, string>> = {
  IS_JSON: 'IS JSON',
  JSON_ARRAYAGG_ABSENT_ON_NULL: 'JSON_ARRAYAGG',
  JSON_ARRAYAGG_NULL_ON_NULL: 'JSON_ARRAYAGG',
  JSON_OBJECTAGG_ABSENT_ON_NULL: 'JSON_OBJECTAGG',
  JSON_OBJECTAGG_NULL_ON_NULL: 'JSON_OBJECTAGG',
  at: 'ITEM',
  divide: '/',
  equals: '=',
  get: 'FIELD',
  greaterThan: '>',
  greaterThanOrEqual: '>=',
  ifThenElse: 'IF',
  initCap: 'INITCAP',
  isFalse: 'IS FALSE',
  isNotFalse: 'IS NOT FALSE',
  isNotNull: 'IS NOT NULL',
  isNotTrue: 'IS NOT TRUE',
  isNull: 'IS NULL',
  isTrue: 'IS TRUE',
  lessThan: '<',
  lessThanOrEqual: '<=',
  listAgg: 'LISTAGG',
  localTime: 'LOCALTIME',
  localTimestamp: 'LOCALTIMESTAMP',
  lowerCase: 'LOWER',
  minus: '-',
  minusPrefix: 'NEGATE',
  notEquals: '<>',
  plus: '+',
  similar: 'SIMILAR TO',
  times: '*',
  timestampDiff: 'TIMESTAMPDIFF',
  upperCase: 'UPPER',
};

type Note = Pick<Coverage, 'status' | 'note'>;

const other = (note: string): Note => ({ status: 'other', note });
const yes = (note: string): Note => ({ status: 'yes', note });

const INTERNAL = other('internal to the Table API');

/** Names that are no functions here, and why. */
export const OTHERWISE: Readonly<Record<string, Note>> = {
  AGG_DECIMAL_MINUS: INTERNAL,
  AGG_DECIMAL_PLUS: INTERNAL,
  HIVE_AGG_DECIMAL_PLUS: INTERNAL,
  ASSIGNMENT: INTERNAL,
  DEFAULT: INTERNAL,
  reinterpretCast: INTERNAL,
  rangeTo: INTERNAL,
  withColumns: INTERNAL,
  withoutColumns: INTERNAL,
  streamRecordTimestamp: INTERNAL,
  sum0: INTERNAL,
  flatten: INTERNAL,
  currentDatabase: other('CURRENT_DATABASE()'),
  SOURCE_WATERMARK: other('in WATERMARK FOR ... AS SOURCE_WATERMARK()'),
  as: other('SELECT x AS name'),
  asc: other('ORDER BY x ASC'),
  desc: other('ORDER BY x DESC'),
  between: other('BETWEEN'),
  notBetween: other('NOT BETWEEN'),
  distinct: other('COUNT(DISTINCT x) and its like'),
  over: other('OVER'),
  lag: other('LAG(...) OVER (...)'),
  lead: other('LEAD(...) OVER (...)'),
  start: other('window_start, TUMBLE_START and its like'),
  end: other('window_end, TUMBLE_END and its like'),
  rowtime: other('window_time, TUMBLE_ROWTIME and its like'),
  temporalOverlaps: other('OVERLAPS'),
  FROM_CHANGELOG: yes('FROM_CHANGELOG(TABLE t, DESCRIPTOR(op), MAP[...]) in FROM'),
  TO_CHANGELOG: yes('TO_CHANGELOG(TABLE t, DESCRIPTOR(op), MAP[...]) in FROM'),
  ML_PREDICT: yes('ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(x)) in FROM, after CREATE MODEL'),
};
