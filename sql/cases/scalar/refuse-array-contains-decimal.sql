-- a decimal is not looked for among integers
-- tags: array, refuse
SELECT ARRAY_CONTAINS(ARRAY[1, 2], 1.0) AS a;
