-- IN with a subquery in FILTER
-- tags: subquery, filter
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
CREATE TABLE users (id INT, name STRING, city STRING, age INT) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-users.jsonl', 'format' = 'debezium-json');
SELECT COUNT(*) FILTER (WHERE customer IN (SELECT name FROM users)) AS n FROM orders;
