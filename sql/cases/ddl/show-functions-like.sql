-- SHOW FUNCTIONS gives capitals
-- tags: show, functions
SHOW FUNCTIONS LIKE 'ARRAY\_MA_';
