-- IS TRUE of NULL without a type
-- tags: refuse, null
SELECT NULL IS TRUE AS x FROM (VALUES (1, 'a'), (2, 'b')) AS t(i, s);
