-- STR_TO_MAP of delimiters alone and with an empty delimiter
-- tags: string, map
SELECT STR_TO_MAP(',') AS c0,
  STR_TO_MAP('a=1', ',', '') AS c1,
  STR_TO_MAP(',', ',', ',') AS c2,
  STR_TO_MAP('a=1,,b=2') AS c3
FROM (VALUES (1)) AS t(x);
