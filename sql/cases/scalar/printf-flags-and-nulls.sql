-- PRINTF: flags that go together or not, NULL arguments
-- tags: string, printf
SELECT PRINTF('%05d', CAST(NULL AS INT)) AS c0,
  PRINTF('%.3f', CAST(NULL AS DOUBLE)) AS c1,
  PRINTF('%8.2f|', CAST(NULL AS DOUBLE)) AS c2,
  PRINTF('%#x %#o', 255, 8) AS c3,
  PRINTF('%c', 'a') AS c4,
  PRINTF('%d %<d', 5) AS c5,
  PRINTF('%-d', 5) AS c6,
  PRINTF('%-05d', 5) AS c7,
  PRINTF('%0d', 5) AS c8,
  PRINTF('%.3d', 5) AS c9,
  PRINTF('%#.0f', 2.5E0) AS c10
FROM (VALUES (1)) AS t(x);
