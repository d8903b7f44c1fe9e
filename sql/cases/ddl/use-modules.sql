-- the modules in use
-- tags: modules
USE MODULES core;
SHOW FULL MODULES;
