-- decimals inside of arrays, maps and rows
-- tags: insert, decimal, nested
CREATE TABLE target (a ARRAY<DECIMAL(6, 2)>, b ROW<x DECIMAL(6, 2), y STRING>, c MAP<STRING, DECIMAL(6, 2)>) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-insert-nested-decimals-rounded/', 'format' = 'json');
INSERT INTO target SELECT ARRAY[1.255, 1.245], ROW(1.255, 'a'), MAP['a', 1.255];
SELECT * FROM target;
