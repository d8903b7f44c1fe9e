-- EXISTS in a CASE inside an aggregate
-- tags: subquery, exists
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
CREATE TABLE users (id INT, name STRING, city STRING, age INT) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-users.jsonl', 'format' = 'debezium-json');
SELECT city, SUM(CASE WHEN EXISTS (SELECT 1 FROM users u WHERE u.name = o.customer) THEN 1 ELSE 0 END) AS n FROM orders o GROUP BY city;
