-- a total over a join with nothing
-- tags: empty, join
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
CREATE TABLE users (id INT, name STRING, city STRING, age INT) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-users.jsonl', 'format' = 'debezium-json');
SELECT COUNT(*) AS n FROM orders o JOIN (SELECT * FROM users WHERE false) u ON o.id = u.id;
