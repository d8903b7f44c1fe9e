-- JSON_ARRAYAGG over JSON_OBJECT puts the objects in unquoted
-- tags: json, nested
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
SELECT JSON_ARRAYAGG(JSON_OBJECT('c' VALUE customer, 'q' VALUE qty)) AS a FROM orders;
