-- USE of the catalog in use keeps the database in use
-- tags: catalog, use, show
CREATE DATABASE d;
USE d;
USE CATALOG default_catalog;
SHOW CURRENT DATABASE;
