-- != is <>
-- tags: operator, postgresql
-- beyond: != is another way to write <>
SELECT a FROM (VALUES (1), (2)) AS t(a) WHERE a != 1;
