-- a total over a cross join with nothing
-- tags: empty, join
CREATE TABLE l (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-left.jsonl', 'format' = 'json');
CREATE TABLE r (id INT, name STRING) WITH ('connector' = 'filesystem', 'path' = 'data/aggregate-right.jsonl', 'format' = 'json');
SELECT COUNT(*) AS n FROM l CROSS JOIN (SELECT * FROM r WHERE false) AS y;
