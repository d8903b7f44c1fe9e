-- DESCRIBE CATALOG EXTENDED lists the options too
-- tags: catalog, describe
CREATE CATALOG c COMMENT 'hello' WITH ('type' = 'generic_in_memory', 'default-database' = 'dd');
DESCRIBE CATALOG EXTENDED c;
