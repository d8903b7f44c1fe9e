-- core unloaded and loaded again
-- tags: modules
UNLOAD MODULE core;
LOAD MODULE core;
SHOW FULL MODULES;
