-- EXISTS as a value over an expression that many rows share
-- tags: subquery, exists
CREATE TABLE bag_l (k STRING, v INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-bag-left.jsonl', 'format' = 'json');
CREATE TABLE scores (id INT, score INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-scores.jsonl', 'format' = 'json');
SELECT s.id, EXISTS (SELECT 1 FROM bag_l x WHERE MOD(x.v, 2) = MOD(s.id, 2)) AS e FROM scores s;
