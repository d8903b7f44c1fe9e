-- r[1] is the first field
-- tags: row, element
SELECT r[1] AS a, r[2] AS b FROM (SELECT ROW(x, y) AS r FROM (VALUES (1, 'one'), (2, CAST(NULL AS STRING))) AS v(x, y));
