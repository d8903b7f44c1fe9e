-- % takes exact numbers
-- tags: refuse, arithmetic
SELECT f % 2 AS x FROM (VALUES (CAST(1.5 AS FLOAT)), (CAST(2 AS FLOAT))) AS t(f);
