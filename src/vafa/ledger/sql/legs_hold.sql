-- Legs of two-phase burning: hold, capture, release. A hold keeps units of particular lots, in burn order.

-- Takes: {unit, units, expires_at, bound_to}; the hold's id is the event's id
CREATE OR REPLACE FUNCTION ledger_leg_hold_v1(
    t ledger_turn, p_seq bigint, leg jsonb, OUT seq bigint, OUT due timestamptz, OUT result jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_unit constant integer := leg ->> 'unit';
    v_units constant bigint := leg ->> 'units';
    v_left bigint := v_units;
    v_take bigint;
    v_lot record;
BEGIN
    seq := p_seq;
    result := ledger_shortage_v1(t, v_unit, v_units);
    IF result IS NOT NULL THEN
        RETURN;
    END IF;
    due := CASE WHEN leg ->> 'bound_to' = '' THEN (leg ->> 'expires_at')::timestamptz END;
    UPDATE ledger_wallet SET held = held + v_units WHERE member_id = t.member_id AND unit = v_unit;
    INSERT INTO ledger_hold (member_id, id, club_id, amount, expires_at, unit, bound_to)
    VALUES (
        t.member_id, t.event_id, t.club_id, v_units, (leg ->> 'expires_at')::timestamptz, v_unit,
        leg ->> 'bound_to'
    );
    FOR v_lot IN
        SELECT l.seq AS lot_seq, l.remaining - l.held AS free FROM ledger_lot AS l
        WHERE l.member_id = t.member_id AND l.unit = v_unit AND l.state = 2 AND l.remaining > l.held
        ORDER BY l.class, l.expires_at, l.seq
    LOOP
        v_take := least(v_left, v_lot.free);
        UPDATE ledger_lot AS l SET held = l.held + v_take
        WHERE l.member_id = t.member_id AND l.seq = v_lot.lot_seq;
        INSERT INTO ledger_hold_lot (member_id, hold_id, lot_seq, club_id, amount)
        VALUES (t.member_id, t.event_id, v_lot.lot_seq, t.club_id, v_take);
        v_left := v_left - v_take;
        EXIT WHEN v_left = 0;
    END LOOP;
    result := jsonb_build_object(
        'leg', 'hold', 'hold_id', t.event_id::text, 'unit', v_unit, 'units', v_units,
        'expires_at', leg ->> 'expires_at'
    );
END $$;

-- ledger_open_hold: null when the hold is open, else the decline that says why it cannot be used.
-- Reads: ledger_hold_pkey
CREATE OR REPLACE FUNCTION ledger_hold_problem_v1(t ledger_turn, p_hold_id bigint) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    v_state smallint;
BEGIN
    SELECT h.state INTO v_state FROM ledger_hold AS h
    WHERE h.member_id = t.member_id AND h.id = p_hold_id;
    IF v_state = 1 THEN
        RETURN NULL;
    END IF;
    RETURN jsonb_build_object('declined', jsonb_build_object(
        'code', 'hold_' || coalesce((ARRAY['captured', 'released', 'expired'])[v_state - 1], 'unknown'),
        'hold_id', p_hold_id::text
    ));
END $$;

-- ledger_end_hold: give the hold's units back to the wallet and to the very lots they were kept in.
-- Takes: the turn, the hold, its new state (2 captured, 3 released, 4 expired), units captured
CREATE OR REPLACE FUNCTION ledger_end_hold_v1(t ledger_turn, p_hold_id bigint, p_state integer, p_captured bigint)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_hold ledger_hold;
BEGIN
    UPDATE ledger_hold SET state = p_state, captured = p_captured
    WHERE member_id = t.member_id AND id = p_hold_id AND state = 1
    RETURNING * INTO STRICT v_hold;
    UPDATE ledger_wallet SET held = held - v_hold.amount
    WHERE member_id = t.member_id AND unit = v_hold.unit;
    UPDATE ledger_lot AS l SET held = l.held - hl.amount
    FROM ledger_hold_lot AS hl
    WHERE hl.member_id = t.member_id AND hl.hold_id = p_hold_id
        AND l.member_id = t.member_id AND l.seq = hl.lot_seq;
END $$;

-- Takes: {unit, units, kind, to, hold_id}; grace: how long after its expiry a held lot may still be captured
CREATE OR REPLACE FUNCTION ledger_leg_capture_v1(
    t ledger_turn, p_seq bigint, leg jsonb, p_grace interval,
    OUT seq bigint, OUT due timestamptz, OUT result jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_hold_id constant bigint := leg ->> 'hold_id';
    v_unit constant integer := leg ->> 'unit';
    v_units constant bigint := leg ->> 'units';
    v_left bigint := v_units;
    v_take bigint;
    v_available bigint;
    v_lot record;
BEGIN
    seq := p_seq;
    result := ledger_hold_problem_v1(t, v_hold_id);
    IF result IS NOT NULL THEN
        RETURN;
    END IF;
    SELECT coalesce(sum(hl.amount), 0) INTO v_available
    FROM ledger_hold_lot AS hl
    JOIN ledger_lot AS l ON l.member_id = hl.member_id AND l.seq = hl.lot_seq
    WHERE hl.member_id = t.member_id AND hl.hold_id = v_hold_id AND l.unit = v_unit
        AND (l.expires_at IS NULL OR l.expires_at + p_grace > t.now);
    IF v_available < v_units THEN
        result := jsonb_build_object('declined', jsonb_build_object(
            'code', 'not_enough_held', 'unit', v_unit, 'asked', v_units, 'available', v_available,
            'hold_id', v_hold_id::text
        ));
        RETURN;
    END IF;
    PERFORM ledger_end_hold_v1(t, v_hold_id, 2, v_units);
    IF v_units > 0 THEN
        seq := ledger_move_v1(
            t, seq, v_unit, (leg ->> 'kind')::integer, 1, (leg ->> 'to')::integer, v_units, NULL, NULL
        );
    END IF;
    FOR v_lot IN
        SELECT l.seq AS lot_seq, hl.amount, l.expires_at FROM ledger_hold_lot AS hl
        JOIN ledger_lot AS l ON l.member_id = hl.member_id AND l.seq = hl.lot_seq
        WHERE hl.member_id = t.member_id AND hl.hold_id = v_hold_id
        ORDER BY l.class, l.expires_at, l.seq
    LOOP
        due := least(due, v_lot.expires_at);  -- what goes back to a lot that is over expires at once
        CONTINUE WHEN v_left = 0 OR v_lot.expires_at + p_grace <= t.now;
        v_take := least(v_left, v_lot.amount);
        PERFORM ledger_use_lot_v1(t, seq, v_lot.lot_seq, v_take);
        v_left := v_left - v_take;
    END LOOP;
    result := jsonb_build_object(
        'leg', 'burn', 'unit', v_unit, 'units', v_units, 'hold_id', v_hold_id::text
    );
END $$;

-- Takes: {hold_id}
CREATE OR REPLACE FUNCTION ledger_leg_release_v1(
    t ledger_turn, p_seq bigint, leg jsonb, OUT seq bigint, OUT due timestamptz, OUT result jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_hold_id constant bigint := leg ->> 'hold_id';
BEGIN
    seq := p_seq;
    result := ledger_hold_problem_v1(t, v_hold_id);
    IF result IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM ledger_end_hold_v1(t, v_hold_id, 3, 0);
    SELECT min(l.expires_at) INTO due
    FROM ledger_hold_lot AS hl JOIN ledger_lot AS l ON l.member_id = hl.member_id AND l.seq = hl.lot_seq
    WHERE hl.member_id = t.member_id AND hl.hold_id = v_hold_id;
    result := jsonb_build_object('leg', 'release', 'hold_id', v_hold_id::text);
END $$;
