-- a row as a key
-- tags: group by, row
SELECT o, COUNT(*) AS c FROM (VALUES (ROW(1, 'a')), (ROW(1, 'a')), (ROW(2, CAST(NULL AS STRING))), (ROW(2, CAST(NULL AS STRING)))) AS v(x, y) CROSS JOIN (VALUES (1)) AS w(z), LATERAL (SELECT ROW(x, y) AS o) AS l GROUP BY o;
