/** Functions of other databases that people try, and what to write instead. */

const INSTEAD: Readonly<Record<string, string>> = {
  ARRAY_LENGTH: 'CARDINALITY(array)',
  ARRAY_SIZE: 'CARDINALITY(array)',
  CHARINDEX: 'LOCATE(part, text)',
  DATEADD: 'TIMESTAMPADD(unit, n, t) or t + INTERVAL',
  DATEDIFF: 'TIMESTAMPDIFF(unit, from, to)',
  DATE_ADD: 'TIMESTAMPADD(unit, n, t) or t + INTERVAL',
  DATE_DIFF: 'TIMESTAMPDIFF(unit, from, to)',
  DATE_PART: 'EXTRACT(unit FROM t)',
  DATE_SUB: 't - INTERVAL',
  DATE_TRUNC: 'FLOOR(t TO unit)',
  EXPLODE: 'CROSS JOIN UNNEST(array) AS t (x)',
  GETDATE: 'CURRENT_TIMESTAMP',
  GROUP_CONCAT: 'LISTAGG(text, separator)',
  IIF: 'IF(condition, a, b)',
  ISNULL: 'x IS NULL, or COALESCE(x, y)',
  JSON_EXTRACT: 'JSON_VALUE(json, path) or JSON_QUERY(json, path)',
  LEN: 'CHAR_LENGTH(text)',
  LENGTH: 'CHAR_LENGTH(text)',
  NVL: 'COALESCE(x, y)',
  REGEXP_MATCHES: 'REGEXP_EXTRACT(text, pattern, group)',
  SIZE: 'CARDINALITY(array)',
  STRFTIME: "DATE_FORMAT(t, 'yyyy-MM-dd')",
  STRPOS: 'POSITION(part IN text)',
  SYSDATE: 'CURRENT_TIMESTAMP',
  TO_CHAR: "DATE_FORMAT(t, 'yyyy-MM-dd') or CAST(x AS STRING)",
  TO_JSON: 'JSON_STRING(x)',
  TO_NUMBER: 'CAST(text AS DECIMAL(p, s))',
  TRY_TO_NUMBER: 'TRY_CAST(text AS DECIMAL(p, s))',
  TRUNC: 'TRUNCATE(x, n) or FLOOR(t TO unit)',
  UNNEST: 'FROM ... CROSS JOIN UNNEST(array) AS t (x)',
};

/** What to write instead of `name` (upper case); undefined when there is nothing to say. */
export function foreignHint(name: string): string | undefined {
  const instead = Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined;
  return instead === undefined ? undefined : `Write ${instead}.`;
}
