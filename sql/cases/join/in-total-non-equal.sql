-- IN over a correlated count with an inequality
-- tags: subquery, in, non-equi
CREATE TABLE staff (id INT, name STRING, boss INT, dept STRING, pay INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-staff.jsonl', 'format' = 'json');
SELECT e.name FROM staff e WHERE e.id IN (SELECT COUNT(*) FROM staff x WHERE x.pay > e.pay);
