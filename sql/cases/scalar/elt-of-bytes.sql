-- ELT of bytes
-- tags: string, binary
SELECT k, ELT(k, b, X'0203') AS a, ELT(k, X'01', X'02') AS c, ELT(2, b, b) AS d FROM (VALUES (1, CAST('one' AS BYTES)), (2, CAST('two' AS BYTES)), (3, CAST('three' AS BYTES))) AS t(k, b);
