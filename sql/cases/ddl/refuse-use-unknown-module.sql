-- a module that is not loaded
-- tags: modules, refuse
USE MODULES core, hive;
