-- fail-on-missing-field beside ignore-parse-errors
-- tags: refuse, json, options
CREATE TABLE n (a INT) WITH ('connector' = 'filesystem', 'path' = 'data/ddl-empty.jsonl', 'format' = 'json', 'json.fail-on-missing-field' = 'true', 'json.ignore-parse-errors' = 'true');
SELECT * FROM n;
