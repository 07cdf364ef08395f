-- What time does to a member, under the member's lock: the very functions that post and the day's batch both call.
-- Order: pending lots become spendable, due holds end, due lots expire, then inactivity.

-- ledger_settle_steps: act on everything due at t.now. Takes: the turn without event, the last movement number.
-- Gives: the new last number; due: when time acts next (exact); changed.
CREATE OR REPLACE FUNCTION ledger_settle_steps_v1(
    t ledger_turn, p_seq bigint, p_idle jsonb,
    OUT seq bigint, OUT due timestamptz, OUT idle jsonb, OUT changed boolean
)
LANGUAGE plpgsql AS $$
DECLARE
    v_hold record;
    v_idle record;
    v_lot record;
BEGIN
    seq := p_seq;
    changed := false;
    idle := p_idle;
    t.event_id := NULL;
    FOR v_lot IN
        SELECT l.seq AS lot_seq, l.unit, l.remaining, l.award_id, l.available_at FROM ledger_lot AS l
        WHERE l.member_id = t.member_id AND l.state = 1 AND l.available_at <= t.now
        ORDER BY l.available_at, l.seq
    LOOP
        t.at := v_lot.available_at;
        seq := ledger_activate_lot_v1(t, seq, v_lot.lot_seq, v_lot.unit, v_lot.remaining, v_lot.award_id);
        changed := true;
    END LOOP;
    FOR v_hold IN
        SELECT h.id FROM ledger_hold AS h
        WHERE h.member_id = t.member_id AND h.state = 1 AND h.bound_to = '' AND h.expires_at <= t.now
        ORDER BY h.id
    LOOP
        PERFORM ledger_end_hold_v1(t, v_hold.id, 4, 0);
        changed := true;
    END LOOP;
    FOR v_lot IN
        SELECT l.seq AS lot_seq, l.unit, l.remaining - l.held AS free, l.state, l.award_id, l.expires_at
        FROM ledger_lot AS l
        WHERE l.member_id = t.member_id AND l.state = 2 AND l.expires_at <= t.now AND l.remaining > l.held
        ORDER BY l.expires_at, l.seq
    LOOP
        t.at := v_lot.expires_at;
        seq := ledger_expire_lot_v1(t, seq, v_lot.lot_seq, v_lot.unit, v_lot.free, 1, v_lot.award_id);
        changed := true;
    END LOOP;
    FOR v_idle IN
        SELECT i.key, i.key::integer AS unit, (i.value #>> '{}')::timestamptz AS ends_at
        FROM jsonb_each(p_idle) AS i WHERE (i.value #>> '{}')::timestamptz <= t.now
        ORDER BY ends_at, unit
    LOOP
        idle := idle - v_idle.key;
        t.at := v_idle.ends_at;
        FOR v_lot IN
            SELECT l.seq AS lot_seq, l.remaining - l.held AS free, l.state, l.award_id
            FROM ledger_lot AS l
            WHERE l.member_id = t.member_id AND l.unit = v_idle.unit AND l.state < 3 AND l.remaining > l.held
            ORDER BY l.seq
        LOOP
            seq := ledger_expire_lot_v1(
                t, seq, v_lot.lot_seq, v_idle.unit, v_lot.free, 3 - v_lot.state, v_lot.award_id
            );
        END LOOP;
        changed := true;
    END LOOP;
    due := ledger_next_due_v1(t.member_id, idle);
END $$;

-- ledger_activate_lot: a pending lot becomes spendable; what the member owes is netted first.
CREATE OR REPLACE FUNCTION ledger_activate_lot_v1(
    t ledger_turn, p_seq bigint, p_lot_seq bigint, p_unit integer, p_remaining bigint, p_award_id bigint
) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_seq bigint := p_seq;
    v_netted bigint;
BEGIN
    SELECT least(owed, p_remaining) INTO v_netted FROM ledger_wallet
    WHERE member_id = t.member_id AND unit = p_unit;
    UPDATE ledger_lot SET state = 2 WHERE member_id = t.member_id AND seq = p_lot_seq;
    IF v_netted > 0 THEN
        v_seq := ledger_move_v1(t, v_seq, p_unit, 4, 2, 3, v_netted, p_lot_seq, p_award_id);
        PERFORM ledger_use_lot_v1(t, v_seq, p_lot_seq, v_netted);
    END IF;
    IF p_remaining > v_netted THEN
        v_seq := ledger_move_v1(t, v_seq, p_unit, 4, 2, 1, p_remaining - v_netted, p_lot_seq, p_award_id);
    END IF;
    RETURN v_seq;
END $$;

-- ledger_expire_lot: what is free in a lot goes to breakage; what a hold keeps stays.
CREATE OR REPLACE FUNCTION ledger_expire_lot_v1(
    t ledger_turn, p_seq bigint, p_lot_seq bigint, p_unit integer, p_units bigint, p_account integer,
    p_award_id bigint
) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_seq bigint;
BEGIN
    v_seq := ledger_move_v1(t, p_seq, p_unit, 3, p_account, 12, p_units, p_lot_seq, p_award_id);
    UPDATE ledger_lot SET expired = expired + p_units WHERE member_id = t.member_id AND seq = p_lot_seq;
    PERFORM ledger_use_lot_v1(t, v_seq, p_lot_seq, p_units);
    RETURN v_seq;
END $$;

-- ledger_next_due: when time will next act on the member. A part held in a lot that is over waits for its hold.
-- Reads: ledger_lot_burn_order, ledger_hold_open
CREATE OR REPLACE FUNCTION ledger_next_due_v1(p_member_id bigint, p_idle jsonb) RETURNS timestamptz
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN least(
        (SELECT min(CASE l.state WHEN 1 THEN l.available_at ELSE l.expires_at END) FROM ledger_lot AS l
         WHERE l.member_id = p_member_id AND l.state < 3 AND (l.state = 1 OR l.remaining > l.held)),
        (SELECT min(h.expires_at) FROM ledger_hold AS h
         WHERE h.member_id = p_member_id AND h.state = 1 AND h.bound_to = ''),
        (SELECT min((i.value #>> '{}')::timestamptz) FROM jsonb_each(p_idle) AS i)
    );
END $$;

-- ledger_settle_member: settle a member whose row is locked, and store the new version if anything changed.
-- Takes: the member's row. Gives: the row as it is now.
CREATE OR REPLACE FUNCTION ledger_settle_member_v1(m ledger_member_state, p_now timestamptz) RETURNS ledger_member_state
LANGUAGE plpgsql AS $$
DECLARE
    v_done record;
BEGIN
    IF m.next_due_at IS NULL OR m.next_due_at > p_now THEN
        RETURN m;
    END IF;
    SELECT * INTO v_done FROM ledger_settle_steps_v1(
        ROW(m.club_id, m.member_id, NULL, p_now, p_now)::ledger_turn, m.movement_seq, m.idle
    );
    UPDATE ledger_member_state
    SET state_version = state_version + v_done.changed::integer, movement_seq = v_done.seq,
        next_due_at = v_done.due, idle = v_done.idle
    WHERE member_id = m.member_id
    RETURNING * INTO m;
    RETURN m;
END $$;

-- ledger_settle: the batch's door. Takes: club, member. Gives: whether anything changed.
-- Raises: VF404 no such member
CREATE OR REPLACE FUNCTION ledger_settle_v1(p_club_id bigint, p_member_id bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_member ledger_member_state;
    v_before bigint;
BEGIN
    v_member := ledger_lock_v1(p_club_id, p_member_id);
    v_before := v_member.state_version;
    v_member := ledger_settle_member_v1(v_member, ledger_now_v1());
    RETURN v_member.state_version > v_before;
END $$;

-- ledger_lock: set the club for this transaction and lock the member's row.
CREATE OR REPLACE FUNCTION ledger_lock_v1(p_club_id bigint, p_member_id bigint) RETURNS ledger_member_state
LANGUAGE plpgsql AS $$
DECLARE
    v_member ledger_member_state;
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    SELECT * INTO v_member FROM ledger_member_state
    WHERE member_id = p_member_id AND club_id = p_club_id
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such member' USING ERRCODE = 'VF404';
    END IF;
    RETURN v_member;
END $$;
