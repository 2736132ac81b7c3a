CREATE TABLE shoe (size INTEGER);
SELECT pg_advisory_xact_lock(5);
