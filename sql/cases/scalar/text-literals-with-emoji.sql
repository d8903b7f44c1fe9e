-- Lengths of text literals count UTF-16 units
-- tags: literal, unicode
SELECT '😀' AS c0,
  '😀é' AS c1,
  UPPER('😀é') AS c2,
  '😀' || 'a' AS c3,
  TYPEOF('😀') AS c4,
  ARRAY['😀', 'a'] AS c5,
  COALESCE('😀', 'a') AS c6
FROM (VALUES (1)) AS t(x);
