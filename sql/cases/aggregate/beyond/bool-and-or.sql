-- BOOL_AND and BOOL_OR
-- tags: aggregate, postgresql
-- beyond: PostgreSQL's names of EVERY and SOME
SELECT BOOL_AND(a > 1) AS x, BOOL_OR(a > 1) AS y FROM (VALUES (1), (2)) AS t(a);
