-- SHOW DATABASES FROM a catalog that is none
-- tags: refuse, show
SHOW DATABASES FROM nope;
