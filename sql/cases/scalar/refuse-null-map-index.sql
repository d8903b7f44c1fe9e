-- a map at NULL without a type
-- tags: refuse, null
SELECT MAP[s, i][NULL] AS x FROM (VALUES (1, 'a'), (2, 'b')) AS t(i, s);
