-- TRANSLATE takes NULL for an empty set
-- tags: string, null
SELECT k, TRANSLATE(s, 'an', CAST(NULL AS STRING)) AS a, TRANSLATE(s, CAST(NULL AS STRING), 'x') AS b, TRANSLATE('abc', 'a', 'b') AS c FROM (VALUES (1, 'banana', 'an'), (2, '', 'a'), (3, CAST(NULL AS STRING), 'a'), (4, '😀b😀b', 'b'), (5, 'aaaa', 'aa')) AS t(k, s, p);
