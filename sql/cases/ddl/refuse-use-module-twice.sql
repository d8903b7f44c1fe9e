-- a module named twice
-- tags: modules, refuse
USE MODULES core, core;
