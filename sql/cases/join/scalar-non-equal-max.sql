-- a correlated aggregate with an inequality: scalar-non-equal-max
-- tags: subquery, scalar, non-equi
CREATE TABLE scores (id INT, score INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-scores.jsonl', 'format' = 'json');
SELECT s.id, (SELECT MAX(x.score) FROM scores x WHERE x.score < s.score) AS prev_s FROM scores s;
