-- a correlated IN and NOT IN as values, with nulls
-- tags: subquery, in, null
CREATE TABLE seats (seat INT, grp STRING) WITH ('connector' = 'filesystem', 'path' = 'data/join-seats.jsonl', 'format' = 'json');
CREATE TABLE taken (seat INT, grp STRING) WITH ('connector' = 'filesystem', 'path' = 'data/join-taken.jsonl', 'format' = 'json');
CREATE TABLE a (k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = 'data/join-timed-a.jsonl', 'format' = 'json');
CREATE TABLE b (k INT, x INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-timed-b.jsonl', 'format' = 'json');
SELECT s.seat, s.grp, s.seat IN (SELECT t.seat FROM taken t WHERE t.grp = s.grp) AS a, s.seat NOT IN (SELECT t.seat FROM taken t WHERE t.grp = s.grp) AS b FROM seats s;
