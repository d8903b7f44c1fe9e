-- ILIKE
-- tags: operator, postgresql
-- beyond: LIKE whatever the case
SELECT a, a ILIKE 'ab%' AS i, a NOT ILIKE '_b' AS n FROM (VALUES ('AB'), ('abc'), ('x')) AS t(a);
