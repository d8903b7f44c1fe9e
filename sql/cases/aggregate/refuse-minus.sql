-- MINUS between queries
-- tags: refuse, set operation
SELECT 1 AS a MINUS SELECT 2 AS a;
