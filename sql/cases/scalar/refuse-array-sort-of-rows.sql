-- rows have no order
-- tags: array, refuse
SELECT ARRAY_SORT(ARRAY[ROW(1, 2)]) AS a;
