-- MOD takes exact numbers
-- tags: refuse, arithmetic
SELECT MOD(d, 2) AS x FROM (VALUES (1.5E0), (2E0)) AS t(d);
