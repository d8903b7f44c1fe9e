-- a module that is not loaded
-- tags: modules, refuse
UNLOAD MODULE hive;
