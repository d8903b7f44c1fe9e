-- another catalog and back: the database is the default one again
-- tags: catalog, use, show
CREATE CATALOG c WITH ('type' = 'generic_in_memory');
CREATE DATABASE d;
USE d;
USE CATALOG c;
USE CATALOG default_catalog;
SHOW CURRENT DATABASE;
