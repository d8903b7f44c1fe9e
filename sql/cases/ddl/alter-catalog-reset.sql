-- ALTER CATALOG RESET
-- tags: catalog, alter
CREATE CATALOG c WITH ('type' = 'generic_in_memory', 'default-database' = 'dd');
ALTER CATALOG c RESET ('default-database');
SHOW CREATE CATALOG c;
