-- core is there already
-- tags: modules, refuse
LOAD MODULE core;
SHOW FULL MODULES;
