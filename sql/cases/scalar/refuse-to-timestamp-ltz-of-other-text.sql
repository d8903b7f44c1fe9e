-- TO_TIMESTAMP_LTZ of a text that is no timestamp fails the query
-- tags: temporal, refuse
SELECT TO_TIMESTAMP_LTZ(s) AS a FROM (VALUES ('2024-01-01 00:00:00'), ('nope')) AS t(s);
