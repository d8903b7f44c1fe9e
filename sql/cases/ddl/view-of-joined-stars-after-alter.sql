-- a view of a join keeps its columns, under the names of its list
-- tags: view, alter, names
CREATE TABLE a (id INT) WITH ('connector' = 'filesystem', 'path' = 'data/ddl-orders.jsonl', 'format' = 'json');
CREATE TABLE b (who STRING) WITH ('connector' = 'filesystem', 'path' = 'data/ddl-votes.jsonl', 'format' = 'json');
CREATE VIEW v (n, w) AS SELECT * FROM a JOIN b ON TRUE;
ALTER TABLE a ADD customer STRING;
SELECT * FROM v WHERE n = 1 AND w = 'ann';
