-- AS SELECT with columns of its own: those first, then the query's with the types written
-- tags: create, ctas, computed
CREATE TABLE t (a BIGINT, d AS a + 1, b STRING) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-ctas-column-order/', 'format' = 'json') AS SELECT x AS z, CAST(x AS STRING) AS b, x AS a FROM (VALUES (1), (2)) AS v(x);
SELECT * FROM t;
