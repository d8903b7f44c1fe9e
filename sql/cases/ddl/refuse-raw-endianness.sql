-- a byte order that there is not
-- tags: refuse, raw, options
CREATE TABLE t (a STRING) WITH ('connector' = 'filesystem', 'path' = 'data/ddl-empty.jsonl', 'format' = 'raw', 'raw.endianness' = 'middle');
SELECT * FROM t;
