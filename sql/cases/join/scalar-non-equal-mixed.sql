-- a correlated aggregate with an inequality: scalar-non-equal-mixed
-- tags: subquery, scalar, non-equi
CREATE TABLE staff (id INT, name STRING, boss INT, dept STRING, pay INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-staff.jsonl', 'format' = 'json');
SELECT e.name, (SELECT SUM(x.pay) FROM staff x WHERE x.dept = e.dept AND x.pay < e.pay) AS s FROM staff e;
