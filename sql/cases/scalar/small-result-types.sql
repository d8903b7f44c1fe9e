-- types of CHR, ELEMENT, STR_TO_MAP and TIMESTAMPADD of a date; odd digits in UNHEX
-- tags: types, string, collection
SELECT id, CHR(id + 64) AS ch, ELEMENT(ARRAY[id]) AS el, STR_TO_MAP('a=1') AS m, TIMESTAMPADD(HOUR, 5, DATE '2024-01-31') AS ts, UNHEX(s) AS u
FROM (VALUES (1, 'F'), (2, '616'), (3, '6162'), (4, 'g1')) AS t(id, s);
