-- EXISTS as a value with inequalities
-- tags: subquery, exists, non-equi
CREATE TABLE bands (band STRING, lo INT, hi INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-bands.jsonl', 'format' = 'json');
CREATE TABLE scores (id INT, score INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-scores.jsonl', 'format' = 'json');
CREATE TABLE b (k INT, x INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-timed-b.jsonl', 'format' = 'json');
SELECT s.id, EXISTS (SELECT 1 FROM bands b WHERE s.score > b.lo AND s.score < b.hi) AS e FROM scores s;
