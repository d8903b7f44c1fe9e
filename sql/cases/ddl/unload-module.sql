-- without core no module is left
-- tags: modules
UNLOAD MODULE core;
SHOW FULL MODULES;
