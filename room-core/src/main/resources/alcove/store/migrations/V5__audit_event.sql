-- What an entry tells, as JSON. What it is found by besides who did it stands in two columns of its own.
-- The program reads the rows that there are, writes this column, and drops `details`.
ALTER TABLE audit_entry ADD COLUMN event VARCHAR(32768) DEFAULT '' NOT NULL;
ALTER TABLE audit_entry ADD COLUMN other VARCHAR(1000);
