-- ALTER CATALOG SET
-- tags: catalog, alter
CREATE CATALOG c WITH ('type' = 'generic_in_memory');
ALTER CATALOG c SET ('default-database' = 'q');
SHOW CREATE CATALOG c;
