-- bounds that leave one value
-- tags: constant
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
SELECT COUNT(*) AS n FROM orders WHERE qty > 1 AND qty >= 2 AND qty <= 2;
