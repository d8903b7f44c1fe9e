-- a literal for the null key of a map
-- tags: json, write, text
CREATE TABLE o (m MAP<STRING, INT>) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-json-written-null-key-literal/', 'format' = 'json', 'json.map-null-key.mode' = 'LITERAL', 'json.map-null-key.literal' = 'none');
CREATE TABLE r (line STRING) WITH ('connector' = 'filesystem', 'path' = 'data/out/ddl-json-written-null-key-literal/', 'format' = 'raw');
INSERT INTO o SELECT MAP[CAST(NULL AS STRING), 1];
SELECT * FROM r;
