-- the average of what cannot be there
-- tags: empty, avg
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
SELECT AVG(qty) AS n FROM orders WHERE false;
