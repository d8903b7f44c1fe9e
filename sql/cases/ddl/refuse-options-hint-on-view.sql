-- OPTIONS on a view
-- tags: refuse, hint, view
CREATE TABLE t (k INT) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-nums.jsonl', 'format' = 'json');
CREATE VIEW v AS SELECT * FROM t;
SELECT * FROM v /*+ OPTIONS('format' = 'raw') */;
