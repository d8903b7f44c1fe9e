-- ARRAY_JOIN joins texts
-- tags: array, refuse
SELECT ARRAY_JOIN(ARRAY[1, 2], ',') AS a;
