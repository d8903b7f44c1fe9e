-- NULL without a type as a branch of IF, and in JSON
-- tags: null
-- beyond: the other branch has the type; JSON needs none
SELECT IF(a > 1, NULL, a) AS x, JSON_OBJECT('a' VALUE NULL) AS o FROM (VALUES (1), (2)) AS t(a);
