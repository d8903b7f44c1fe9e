-- IS NULL and IS NOT NULL of one column
-- tags: empty, null
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
SELECT COUNT(*) AS n FROM orders WHERE qty IS NULL AND qty IS NOT NULL;
