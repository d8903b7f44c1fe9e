-- a correlated sum with OR
-- tags: subquery, scalar
CREATE TABLE staff (id INT, name STRING, boss INT, dept STRING, pay INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-staff.jsonl', 'format' = 'json');
SELECT e.name, (SELECT SUM(x.pay) FROM staff x WHERE x.boss = e.id OR x.id = e.id) AS s FROM staff e;
