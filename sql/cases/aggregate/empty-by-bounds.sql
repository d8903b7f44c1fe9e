-- bounds of a column that exclude each other
-- tags: empty, constant
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
SELECT COUNT(*) AS n FROM orders WHERE qty > 5 AND qty < 3;
