-- a total over a condition that is never true is known at planning: one row
-- tags: empty, constant
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
SELECT COUNT(*) AS n, SUM(qty) AS q FROM orders WHERE false;
