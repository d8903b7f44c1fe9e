-- a total over the total of nothing counts one row
-- tags: empty, nested
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
SELECT SUM(n) AS s, COUNT(*) AS c FROM (SELECT COUNT(*) AS n FROM orders WHERE false);
