-- JSON_OBJECT over JSON_ARRAYAGG
-- tags: json, nested
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
SELECT JSON_OBJECT('all' VALUE JSON_ARRAYAGG(qty), 'n' VALUE COUNT(*)) AS j FROM orders;
