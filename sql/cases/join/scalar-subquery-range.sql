-- a scalar subquery that finds its one row by a range
-- tags: subquery, scalar, non-equi
CREATE TABLE bands (band STRING, lo INT, hi INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-bands.jsonl', 'format' = 'json');
CREATE TABLE scores (id INT, score INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-scores.jsonl', 'format' = 'json');
CREATE TABLE odd (n INT, x STRING) WITH ('connector' = 'filesystem', 'path' = 'data/join-odd-doubles.jsonl', 'format' = 'json');
CREATE TABLE b (k INT, x INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-timed-b.jsonl', 'format' = 'json');
SELECT s.id, (SELECT b.band FROM bands b WHERE s.score >= b.lo AND s.score < b.hi AND b.band <> 'odd') AS band FROM scores s;
