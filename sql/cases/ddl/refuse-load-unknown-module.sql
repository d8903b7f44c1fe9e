-- a module that does not exist
-- tags: modules, refuse
LOAD MODULE hive WITH ('hive-version' = '3');
