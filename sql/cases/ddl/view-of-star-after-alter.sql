-- a view of SELECT * keeps its columns when its table gets one more
-- tags: view, alter, names
CREATE TABLE t (id INT) WITH ('connector' = 'filesystem', 'path' = 'data/ddl-orders.jsonl', 'format' = 'json');
CREATE VIEW v AS SELECT * FROM t;
ALTER TABLE t ADD customer STRING;
SELECT * FROM v WHERE id < 3;
