-- LISTAGG over texts of VALUES
-- tags: listagg, values, types
CREATE TABLE l (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-left.jsonl', 'format' = 'json');
SELECT x, LISTAGG(y) AS l FROM (VALUES (1, 'a'), (2, 'b'), (2, 'c')) AS t (x, y) GROUP BY x;
