-- ALTER CATALOG COMMENT
-- tags: catalog, alter
CREATE CATALOG c WITH ('type' = 'generic_in_memory');
ALTER CATALOG c COMMENT 'x';
SHOW CREATE CATALOG c;
