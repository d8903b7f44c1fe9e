-- texts with their character set in front
-- tags: string, literal
SELECT _UTF8'é€' AS a, _utf16'it''s' AS b, _Latin1'é' AS c, _UTF16'a' = 'a' AS d, _UTF-8'x' AS e, _ISO-8859-1'y' AS f, UPPER(_LATIN1'a') AS g FROM (VALUES (1)) AS t(k);
