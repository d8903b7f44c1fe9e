-- SHA2 with a number of bits that there is not
-- tags: refuse, hash
SELECT SHA2(s, 255) AS h FROM (VALUES ('a'), ('b')) AS t(s);
