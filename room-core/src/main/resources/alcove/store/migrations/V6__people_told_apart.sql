-- What people call themselves here, and the day on which they were last here, where the room keeps that.
ALTER TABLE member ADD COLUMN name VARCHAR(64) DEFAULT '' NOT NULL;
ALTER TABLE member ADD COLUMN last_seen DATE;

-- By which page of an invite somebody came, so that it goes on after a restart: the hash of that page's secret.
ALTER TABLE invite_claim ADD COLUMN page_hash VARCHAR(64);

CREATE INDEX invite_claim_by_page ON invite_claim (page_hash);

-- Where shops have an app.
ALTER TABLE app ADD COLUMN play_store VARCHAR(500);
ALTER TABLE app ADD COLUMN f_droid VARCHAR(500);
ALTER TABLE app ADD COLUMN app_store VARCHAR(500);

UPDATE app SET
  play_store = 'https://play.google.com/store/apps/details?id=se.manyver',
  f_droid = 'https://f-droid.org/packages/se.manyver/',
  app_store = 'https://apps.apple.com/app/manyverse/id1492321617'
WHERE android_package = 'se.manyver';

-- The room's picture, a row for each width in pixels: a PNG or JPEG that the program has made, in Base64. None, or all.
CREATE TABLE picture (
  width    INTEGER PRIMARY KEY,
  contents VARCHAR(1000000) NOT NULL
);

-- What each hour of the last 30 days and each day of the last two years had, in sums: nothing about a person.
CREATE TABLE span_sums (
  span         VARCHAR(4) NOT NULL CHECK (span IN ('hour', 'day')),
  begins       TIMESTAMP(3) WITH TIME ZONE NOT NULL,
  samples      BIGINT NOT NULL,
  online       BIGINT NOT NULL,
  most_online  BIGINT NOT NULL,
  members      BIGINT NOT NULL,
  claims       BIGINT NOT NULL,
  tunnels      BIGINT NOT NULL,
  tunnel_bytes BIGINT NOT NULL,
  starts       BIGINT NOT NULL,
  people       BIGINT NOT NULL,
  week_people  BIGINT NOT NULL,
  PRIMARY KEY (span, begins)
);
