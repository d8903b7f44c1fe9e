-- a correlated aggregate with an inequality: scalar-non-equal-count
-- tags: subquery, scalar, non-equi
CREATE TABLE scores (id INT, score INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-scores.jsonl', 'format' = 'json');
SELECT s.id, (SELECT COUNT(*) FROM scores x WHERE x.score < s.score) AS lower_n FROM scores s;
