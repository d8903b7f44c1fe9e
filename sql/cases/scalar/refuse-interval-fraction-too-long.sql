-- a fraction of a second of seven digits
-- tags: refuse, interval, literal
SELECT INTERVAL '1.1234567' SECOND AS x;
