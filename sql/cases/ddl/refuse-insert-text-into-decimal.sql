-- a text into a DECIMAL column
-- tags: refuse, insert
CREATE TABLE target (m DECIMAL(6, 2)) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-refuse-insert-text-into-decimal/', 'format' = 'json');
INSERT INTO target VALUES ('1.255');
SELECT * FROM target;
