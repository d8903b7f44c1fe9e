-- what is written with an escape character is read again
-- tags: csv, write
CREATE TABLE o (a INT, b STRING) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-csv-escape-round-trip/', 'format' = 'csv', 'csv.quote-character' = '''', 'csv.escape-character' = '\');
INSERT INTO o VALUES (1, 'a,b'), (2, 'it''s'), (3, 'back\slash');
SELECT * FROM o;
