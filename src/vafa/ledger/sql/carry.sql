-- Units that go from one holder to another while both stay: into an account's wallet and back. As with a merge they
-- move through transit, keep their dates and remember where they came from.

-- ledger_brought: the open and pending lots of one holder that another one brought, and what refunds made of them.
-- Reads: ledger_lot_pkey. Gives: their numbers
CREATE OR REPLACE FUNCTION ledger_brought_v1(p_holder_id bigint, p_from_id bigint) RETURNS bigint[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(
        WITH RECURSIVE brought AS (
            SELECT l.seq, l.state FROM ledger_lot AS l
            WHERE l.member_id = p_holder_id AND l.origin_member = p_from_id
            UNION
            SELECT l.seq, l.state FROM ledger_lot AS l
            JOIN brought AS b ON l.origin_seq = b.seq
            WHERE l.member_id = p_holder_id AND l.origin_member IS NULL
        )
        SELECT b.seq FROM brought AS b WHERE b.state < 3 ORDER BY b.seq
    );
END $$;

-- ledger_carry: carry lots and debts from one holder to another, in one event of each.
-- Takes: {club, at, credential, programme, giver: side, taker: side, is_back, owed}; sides as of ledger_merge; is_back:
--   only lots that the taker brought; owed: at most so much {unit: units} (null: all)
-- Gives: {units: {unit: units}, owed: {unit: units}}
-- Raises: VF404 no such holder, VF428 a hold keeps units that are to go, VF500 merged or changed under the lock
CREATE OR REPLACE FUNCTION ledger_carry_v1(p_carry jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_club_id constant bigint := p_carry ->> 'club';
    v_from constant jsonb := p_carry -> 'giver';
    v_into constant jsonb := p_carry -> 'taker';
    v_now constant timestamptz := ledger_lock_pair_v1(
        v_club_id, (v_from ->> 'member')::bigint, (v_into ->> 'member')::bigint
    );
    f constant ledger_turn := ROW(
        v_club_id, (v_from ->> 'member')::bigint, (v_from ->> 'event')::bigint,
        (p_carry ->> 'at')::timestamptz, v_now
    )::ledger_turn;
    t constant ledger_turn := ROW(
        v_club_id, (v_into ->> 'member')::bigint, (v_into ->> 'event')::bigint,
        (p_carry ->> 'at')::timestamptz, v_now
    )::ledger_turn;
    v_giver ledger_member_state;
    v_taker ledger_member_state;
    v_only bigint[];
    v_units jsonb;
    v_lots record;
    v_owed record;
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    SELECT s.* INTO v_giver FROM ledger_member_state AS s WHERE s.member_id = f.member_id;
    SELECT s.* INTO v_taker FROM ledger_member_state AS s WHERE s.member_id = t.member_id;
    IF v_giver.merged_into IS NOT NULL OR v_taker.merged_into IS NOT NULL THEN
        RAISE EXCEPTION 'one of the two is merged' USING ERRCODE = 'VF500';
    END IF;
    IF (p_carry ->> 'is_back')::boolean THEN
        v_only := ledger_brought_v1(f.member_id, t.member_id);
    ELSE
        v_only := ARRAY(SELECT l.seq FROM ledger_lot AS l WHERE l.member_id = f.member_id AND l.state < 3);
    END IF;
    IF EXISTS (
        SELECT FROM ledger_lot AS l WHERE l.member_id = f.member_id AND l.seq = ANY (v_only) AND l.held > 0
    ) THEN
        RAISE EXCEPTION 'a hold keeps units that are to go' USING ERRCODE = 'VF428';
    END IF;
    v_units := (
        SELECT coalesce(jsonb_object_agg(u.unit, u.units), '{}') FROM (
            SELECT l.unit, sum(l.remaining) AS units FROM ledger_lot AS l
            WHERE l.member_id = f.member_id AND l.seq = ANY (v_only) GROUP BY l.unit
        ) AS u
    );
    v_lots := ledger_carry_lots_v1(f, v_giver.movement_seq, t, v_taker.movement_seq, 14, v_only);
    v_owed := ledger_carry_owed_v1(
        f, v_lots.from_seq, t, v_lots.to_seq, 14, nullif(p_carry -> 'owed', 'null'::jsonb)
    );
    PERFORM ledger_close_moved_v1(f, v_from, p_carry, t.event_id, v_owed.from_seq, NULL, v_giver.idle);
    PERFORM ledger_close_moved_v1(
        t, v_into, p_carry, f.event_id, v_owed.to_seq, NULL,
        ledger_later_idle_v1(v_taker.idle, v_giver.idle)
    );
    RETURN jsonb_build_object('units', v_units, 'owed', v_owed.owed);
END $$;
