-- a key on a column of the query that can be NULL
-- tags: ctas, primary-key, refuse
CREATE TABLE orders (id INT, customer STRING, amount DECIMAL(8, 2), quantity INT, paid BOOLEAN, ordered_at TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/ddl-orders.jsonl', 'format' = 'json');
CREATE TABLE t (PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-b-ctas-with-key/', 'format' = 'json') AS SELECT id, customer FROM orders;
DESCRIBE t;
