-- hashes and Base64 of bytes
-- tags: string, bytes
SELECT MD5(y) AS a, SHA1(y) AS b, SHA224(y) AS c, SHA256(y) AS d, SHA2(y, 512) AS e, TO_BASE64(y) AS f, FROM_BASE64(CAST('YWI=' AS BYTES)) AS g FROM (VALUES (X'00ff10'), (CAST(NULL AS BYTES)), (X'')) AS t(y);
