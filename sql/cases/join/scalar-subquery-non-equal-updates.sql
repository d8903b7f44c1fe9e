-- a correlated count with an inequality over a table that changes
-- tags: subquery, scalar, changelog
CREATE TABLE accounts (id INT, owner STRING, balance INT) WITH ('connector' = 'filesystem', 'path' = 'data/join-accounts-deb.jsonl', 'format' = 'debezium-json');
SELECT a1.id, a1.balance, (SELECT COUNT(*) FROM accounts x WHERE x.balance > a1.balance) AS richer FROM accounts a1;
