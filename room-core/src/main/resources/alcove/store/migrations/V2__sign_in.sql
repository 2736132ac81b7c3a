-- How somebody signed in: with the app, a password, or as the first admin by the setup link.
ALTER TABLE web_session ADD COLUMN way VARCHAR(16) DEFAULT 'app' NOT NULL
  CHECK (way IN ('app', 'password', 'setup'));

-- The hash says by itself how it was made: $argon2id$... or, from go-ssb-room, $2a$...
CREATE TABLE password (
  member  VARCHAR(53) PRIMARY KEY,
  hash    VARCHAR(200) NOT NULL,
  changed TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

-- Links by which members choose a new password, one for each member at most.
CREATE TABLE reset_link (
  member     VARCHAR(53) PRIMARY KEY,
  token_hash VARCHAR(64) NOT NULL UNIQUE,
  expires    TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
