-- Fences of every ledger table: row security by club (forced, null-safe), privileges, append-only triggers.

CREATE FUNCTION ledger_refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% on % is not allowed: the book is append-only', tg_op, tg_table_name
        USING ERRCODE = '42501';
END $$;

DO $$
DECLARE
    v_table text;
    -- What may change after it was written; every other table of the book is append-only.
    v_mutable constant text[] := ARRAY[
        'ledger_member_state', 'ledger_wallet', 'ledger_lot', 'ledger_hold', 'ledger_outbox',
        'ledger_request_key', 'ledger_source_ref', 'ledger_club_epoch', 'ledger_budget_slice',
        'ledger_budget_grant'
    ];
BEGIN
    FOR v_table IN
        SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename LIKE 'ledger\_%'
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', v_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', v_table);
        EXECUTE format(
            'CREATE POLICY club ON %I USING (club_id = nullif(current_setting(''app.club'', true), '''')::bigint)',
            v_table
        );
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', v_table);
        EXECUTE format('GRANT SELECT ON %I TO vafa_app, vafa_ro, vafa_ops', v_table);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO vafa_ledger', v_table);
        IF v_table = ANY (v_mutable) THEN
            EXECUTE format('GRANT UPDATE ON %I TO vafa_ledger', v_table);
        ELSE
            EXECUTE format(
                'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I '
                'FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()', v_table
            );
        END IF;
    END LOOP;
END $$;

GRANT DELETE ON ledger_outbox, ledger_request_key TO vafa_ledger;
-- The relay and the day's batch need to know which clubs there are; only definer functions can ask.
CREATE POLICY club_list ON ledger_club_epoch FOR SELECT TO vafa_ledger USING (true);
CREATE POLICY club_list ON ledger_outbox FOR SELECT TO vafa_ledger USING (true);
