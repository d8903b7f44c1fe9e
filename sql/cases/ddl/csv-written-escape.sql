-- quotes are doubled when written, escape characters too
-- tags: csv, write, text
CREATE TABLE o (a INT, b STRING) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-csv-written-escape/', 'format' = 'csv', 'csv.quote-character' = '''', 'csv.escape-character' = '\');
CREATE TABLE r (line STRING) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-csv-written-escape/', 'format' = 'raw');
INSERT INTO o VALUES (1, 'a,b'), (2, 'it''s'), (3, 'back\slash');
SELECT * FROM r;
