-- DESCRIBE CATALOG: name, type and comment
-- tags: catalog, describe
CREATE CATALOG c WITH ('type' = 'generic_in_memory');
DESCRIBE CATALOG c;
