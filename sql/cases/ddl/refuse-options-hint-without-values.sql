-- OPTIONS takes keys and values
-- tags: refuse, hint
CREATE TABLE t (k INT) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-nums.jsonl', 'format' = 'json');
SELECT * FROM t /*+ OPTIONS('x') */;
