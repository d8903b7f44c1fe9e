-- arrays have no order
-- tags: array, refuse
SELECT ARRAY_MAX(ARRAY[ARRAY[1], ARRAY[2, 3]]) AS a;
