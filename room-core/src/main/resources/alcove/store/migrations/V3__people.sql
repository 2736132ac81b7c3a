-- Whether those who claim an invite are told to follow the peer who created it.
ALTER TABLE invite ADD COLUMN introduce BOOLEAN DEFAULT FALSE NOT NULL;

CREATE INDEX invite_claim_by_claimant ON invite_claim (claimed_by);

CREATE INDEX member_by_inviter ON member (invited_by);
