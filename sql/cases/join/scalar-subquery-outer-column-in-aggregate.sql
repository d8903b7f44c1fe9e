-- an outer column in the argument of a subquery's aggregate
-- tags: subquery, scalar
CREATE TABLE staff (id INT, name STRING, boss INT, dept STRING, pay INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-staff.jsonl', 'format' = 'json');
SELECT e.name, (SELECT SUM(x.pay - e.pay) FROM staff x WHERE x.dept = e.dept) AS d FROM staff e;
