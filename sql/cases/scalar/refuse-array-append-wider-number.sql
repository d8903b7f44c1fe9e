-- a number that does not fit the elements is not appended
-- tags: array, refuse
SELECT ARRAY_APPEND(ARRAY[1, 2], 1.5) AS a;
