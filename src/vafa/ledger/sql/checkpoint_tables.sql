-- Checkpoints: from time to time what was posted since is sealed, outside of every posting. A leaf is the hash of one
-- member's new movements; the leaves of a checkpoint hang under one root; each root's head names the head before it.

CREATE TABLE ledger_checkpoint (
    club_id bigint NOT NULL,
    number bigint NOT NULL,
    movements bigint NOT NULL CHECK (movements > 0),
    sealed_at timestamptz NOT NULL,
    leaves integer NOT NULL CHECK (leaves > 0),
    previous bytea NOT NULL CHECK (length(previous) = 32),
    root bytea NOT NULL CHECK (length(root) = 32),
    head bytea NOT NULL CHECK (length(head) = 32),
    PRIMARY KEY (club_id, number)
);

CREATE TABLE ledger_leaf (
    member_id bigint NOT NULL,
    last_seq bigint NOT NULL,
    first_seq bigint NOT NULL,
    club_id bigint NOT NULL,
    checkpoint bigint NOT NULL,
    position integer NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (member_id, last_seq),
    CONSTRAINT ledger_leaf_in_order CHECK (last_seq >= first_seq)
);
CREATE INDEX ledger_leaf_checkpoint ON ledger_leaf (club_id, checkpoint, position);

DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['ledger_checkpoint', 'ledger_leaf'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', v_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', v_table);
        EXECUTE format(
            'CREATE POLICY club ON %I USING (club_id = nullif(current_setting(''app.club'', true), '''')::bigint)',
            v_table
        );
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', v_table);
        EXECUTE format('GRANT SELECT ON %I TO vafa_app, vafa_ro, vafa_ops', v_table);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO vafa_ledger', v_table);
        EXECUTE format(
            'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()', v_table
        );
    END LOOP;
END $$;
