-- SHOW CREATE CATALOG: options are sorted
-- tags: catalog, show
CREATE CATALOG c COMMENT 'hello' WITH ('type' = 'generic_in_memory', 'default-database' = 'dd');
SHOW CREATE CATALOG c;
