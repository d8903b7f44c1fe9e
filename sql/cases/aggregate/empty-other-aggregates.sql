-- other aggregates of nothing keep to the rule of streams: no row
-- tags: empty
CREATE TABLE l (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-left.jsonl', 'format' = 'json');
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
SELECT COUNT(*) AS n, SUM(qty) AS q, MAX(city) AS c, LISTAGG(city) AS l, COLLECT(city) AS co, AVG(amount) AS a, FIRST_VALUE(qty) AS f FROM orders WHERE 1 > 2;
