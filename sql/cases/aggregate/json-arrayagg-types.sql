-- JSON_ARRAYAGG of numbers, decimals, timestamps and booleans
-- tags: json, types
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
SELECT JSON_ARRAYAGG(qty) AS a, JSON_ARRAYAGG(amount) AS b, JSON_ARRAYAGG(city NULL ON NULL) AS c, JSON_ARRAYAGG(ts) AS d, JSON_ARRAYAGG(qty > 1) AS e FROM orders;
