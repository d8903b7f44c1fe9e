-- AS SELECT with a typed column beside a bare name
-- tags: refuse, ctas
CREATE TABLE t (c BIGINT, b) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-refuse-ctas-mixed-columns/', 'format' = 'json') AS SELECT x AS a, x AS b FROM (VALUES (1), (2)) AS v(x);
DESCRIBE t;
