-- a total over a union of nothing
-- tags: empty, union
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
CREATE TABLE users (id INT, name STRING, city STRING, age INT) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-users.jsonl', 'format' = 'debezium-json');
SELECT COUNT(*) AS n FROM (SELECT id FROM orders WHERE false UNION ALL SELECT id FROM users WHERE 1 = 0);
