-- aggregates of values that are never null
-- tags: types, not-null
CREATE TABLE l (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-left.jsonl', 'format' = 'json');
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
SELECT customer, SUM(COALESCE(qty, 0)) AS a, AVG(COALESCE(amount, 0)) AS b, MAX(COALESCE(city, '-')) AS c, LISTAGG(COALESCE(city, '-')) AS l, FIRST_VALUE(COALESCE(city, '-')) AS f, COLLECT(COALESCE(city,'-')) AS co, ARRAY_AGG(COALESCE(city,'-')) AS ar FROM orders GROUP BY customer;
