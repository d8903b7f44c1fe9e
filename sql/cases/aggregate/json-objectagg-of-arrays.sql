-- JSON_OBJECTAGG over JSON_ARRAY puts the arrays in unquoted
-- tags: json, nested
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
SELECT customer, JSON_OBJECTAGG(CAST(id AS STRING) VALUE JSON_ARRAY(qty, city)) AS o FROM orders GROUP BY customer;
