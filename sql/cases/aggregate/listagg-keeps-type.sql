-- LISTAGG has the type of its texts, also in a total
-- tags: listagg, types
CREATE TABLE orders (id INT, customer STRING, city STRING, amount DECIMAL(10, 2), qty INT, status STRING, ts TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-orders.jsonl', 'format' = 'json');
SELECT LISTAGG(CAST(city AS VARCHAR(4))) AS a, LISTAGG(CAST('x' AS CHAR(2)), '+') AS b, LISTAGG('ab') AS c FROM orders;
