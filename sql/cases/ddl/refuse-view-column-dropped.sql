-- a view of SELECT * whose table lost a column
-- tags: view, alter, refuse
CREATE TABLE a (id INT, customer STRING) WITH ('connector' = 'filesystem', 'path' = 'data/ddl-orders.jsonl', 'format' = 'json');
CREATE VIEW v AS SELECT * FROM a;
ALTER TABLE a DROP customer;
SELECT id FROM v;
