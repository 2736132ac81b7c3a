-- What people call themselves here, and the day on which they were last here, where the room keeps that.
ALTER TABLE member ADD COLUMN name VARCHAR(64) DEFAULT '' NOT NULL;
ALTER TABLE member ADD COLUMN last_seen DATE;
