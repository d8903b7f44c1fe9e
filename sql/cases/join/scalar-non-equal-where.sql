-- a correlated aggregate with an inequality: scalar-non-equal-where
-- tags: subquery, scalar, non-equi
CREATE TABLE staff (id INT, name STRING, boss INT, dept STRING, pay INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-staff.jsonl', 'format' = 'json');
SELECT e.name FROM staff e WHERE e.pay > (SELECT AVG(x.pay) FROM staff x WHERE x.id <> e.id);
