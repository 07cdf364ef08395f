-- Two members who turn out to be one person: who was merged into whom, and what undoing it needs.

-- A lot that was carried from another member's book: whose lot it was; origin_seq is its number there.
ALTER TABLE ledger_lot ADD COLUMN origin_member bigint;

-- The survivor's event, led by the survivor; of a duplicate's merges one stands at most, which its locked row tells.
-- owed {unit: units} is what the duplicate brought; survivor_state is what the survivor's state was before.
CREATE TABLE ledger_merge (
    member_id bigint NOT NULL,
    id bigint NOT NULL,
    club_id bigint NOT NULL,
    duplicate_id bigint NOT NULL CHECK (duplicate_id <> member_id),
    first_seq bigint NOT NULL,
    merged_at timestamptz NOT NULL,
    undone_at timestamptz,
    owed jsonb NOT NULL,
    survivor_state jsonb NOT NULL,
    PRIMARY KEY (member_id, id)
);
CREATE INDEX ledger_merge_id ON ledger_merge (club_id, id);
CREATE INDEX ledger_merge_duplicate ON ledger_merge (duplicate_id);

ALTER TABLE ledger_merge ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_merge FORCE ROW LEVEL SECURITY;
CREATE POLICY club ON ledger_merge USING (club_id = nullif(current_setting('app.club', true), '')::bigint);
REVOKE ALL ON ledger_merge FROM public;
GRANT SELECT ON ledger_merge TO vafa_app, vafa_ro, vafa_ops;
GRANT SELECT, INSERT, UPDATE (undone_at) ON ledger_merge TO vafa_ledger;

-- One more kind: merge 14, to transit and from it, of each of a member's three accounts.
-- An upgrade runs while no till posts.
-- squawk-ignore ban-drop-constraint
ALTER TABLE ledger_movement DROP CONSTRAINT ledger_movement_kind_fits;
ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_kind_fits CHECK (
    kind * 10000 + from_account * 100 + to_account = any('{
        11001, 11002, 11003, 20111, 30112, 30212, 40201, 40203, 50110, 50210, 50310, 61210,
        71101, 71112, 81701, 80117, 91601, 91602, 101801, 101802, 100118, 111501, 111502, 110115,
        120113, 131401, 131402, 130114, 140115, 140215, 140315, 141501, 141502, 141503
    }'::integer[])
) NOT VALID;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE ledger_movement VALIDATE CONSTRAINT ledger_movement_kind_fits;
