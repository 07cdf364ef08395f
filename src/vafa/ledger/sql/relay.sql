-- The outbox: who has follow-ups waiting, and taking them. Never NOTIFY: it would serialise every posting's commit.

-- ledger_outbox_clubs: the clubs that have follow-ups waiting.
CREATE OR REPLACE FUNCTION ledger_outbox_clubs_v1() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT club_id FROM ledger_outbox ORDER BY club_id;
$$;

-- ledger_outbox_take: take a batch of one club out of the outbox; it comes back when the transaction is undone.
-- Gives: [{club, member, event, number, topic, payload}] in order of event
CREATE OR REPLACE FUNCTION ledger_outbox_take_v1(p_club_id bigint, p_limit integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_taken jsonb;
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    WITH batch AS MATERIALIZED (
        SELECT o.member_id, o.event_id, o.number FROM ledger_outbox AS o
        WHERE o.club_id = p_club_id LIMIT p_limit FOR UPDATE SKIP LOCKED
    ), taken AS (
        DELETE FROM ledger_outbox AS o USING batch AS b
        WHERE o.member_id = b.member_id AND o.event_id = b.event_id AND o.number = b.number
        RETURNING o.*
    )
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'club', t.club_id, 'member', t.member_id, 'event', t.event_id, 'number', t.number,
        'topic', t.topic, 'payload', t.payload
    ) ORDER BY t.event_id, t.number), '[]') INTO v_taken FROM taken AS t;
    RETURN v_taken;
END $$;
