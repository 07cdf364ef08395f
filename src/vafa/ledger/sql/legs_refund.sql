-- Legs that undo: take back part of an award, give burned units back. Both read what was stored, never a rule.

-- Takes: {award_id, units, basis, shortfall: owe | forgive}; the award is the member's, or that of one who was merged
-- into the member: its owner. What was taken is noted with the award, in the owner's book.
-- Order: what is left of the award's own lot; its spent part from other lots, then owed (or forgiven);
-- its expired part from breakage, which costs the member nothing.
CREATE OR REPLACE FUNCTION ledger_leg_take_back_v1(
    t ledger_turn, p_seq bigint, leg jsonb, OUT seq bigint, OUT due timestamptz, OUT result jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_award_id constant bigint := leg ->> 'award_id';
    v_units constant bigint := leg ->> 'units';
    v_award ledger_award;
    v_lot ledger_lot;
    v_expired bigint;
    v_done record;
    v_free bigint;
    v_spent bigint;
    v_lot_part bigint;
    v_spent_part bigint;
    v_others bigint;
    v_owed bigint;
    v_breakage bigint;
BEGIN
    seq := p_seq;
    SELECT a.* INTO v_award FROM ledger_award AS a
    WHERE a.member_id = ANY (ledger_family_v1(t.member_id)) AND a.id = v_award_id;
    SELECT coalesce(sum(r.units), 0) AS units, coalesce(sum(r.basis), 0) AS basis,
        coalesce(sum(r.from_lot), 0) AS from_lot,
        coalesce(sum(r.from_others + r.from_owed + r.forgiven), 0) AS from_spent
    INTO v_done FROM ledger_award_reversal AS r
    WHERE r.member_id = v_award.member_id AND r.award_id = v_award_id;
    IF v_award.id IS NULL OR v_done.units + v_units > v_award.units
        OR v_done.basis + (leg ->> 'basis')::bigint > v_award.basis THEN
        RAISE EXCEPTION 'award % does not have so much left to take back', v_award_id USING ERRCODE = 'VF423';
    END IF;
    -- Its lot, wherever merges have carried it to: the part of it that is in this member's book now.
    SELECT l.* INTO v_lot FROM ledger_places_v1(v_award.member_id, v_award.lot_seq) AS l
    WHERE l.member_id = t.member_id ORDER BY l.remaining DESC, l.seq DESC LIMIT 1;
    SELECT coalesce(sum(l.expired), 0) INTO v_expired
    FROM ledger_places_v1(v_award.member_id, v_award.lot_seq) AS l;
    v_free := coalesce(v_lot.remaining - v_lot.held, 0);
    -- Never in a lot (netted from owed), used since, or kept by a hold: all that counts as spent.
    v_spent := v_award.units - v_free - v_expired - v_done.from_lot - v_done.from_spent;
    v_lot_part := least(v_units, v_free);
    v_spent_part := least(v_units - v_lot_part, greatest(v_spent, 0));
    v_breakage := v_units - v_lot_part - v_spent_part;
    IF v_lot_part > 0 THEN
        seq := ledger_move_v1(
            t, seq, v_award.unit, 5, CASE v_lot.state WHEN 1 THEN 2 ELSE 1 END, 10, v_lot_part,
            v_lot.seq, v_award_id
        );
        PERFORM ledger_use_lot_v1(t, seq, v_lot.seq, v_lot_part);
    END IF;
    SELECT least(v_spent_part, coalesce(max(w.spendable - w.held), 0)) INTO v_others
    FROM ledger_wallet AS w WHERE w.member_id = t.member_id AND w.unit = v_award.unit;
    IF v_others > 0 THEN
        seq := ledger_move_v1(t, seq, v_award.unit, 5, 1, 10, v_others, NULL, v_award_id);
        PERFORM ledger_take_from_lots_v1(t, seq, v_award.unit, v_others);
    END IF;
    v_owed := CASE leg ->> 'shortfall' WHEN 'owe' THEN v_spent_part - v_others ELSE 0 END;
    IF v_owed > 0 THEN
        seq := ledger_move_v1(t, seq, v_award.unit, 5, 3, 10, v_owed, NULL, v_award_id);
    END IF;
    IF v_breakage > 0 THEN
        seq := ledger_move_v1(t, seq, v_award.unit, 6, 12, 10, v_breakage, v_lot.seq, v_award_id);
    END IF;
    result := jsonb_build_object(
        'leg', 'take_back', 'award_id', v_award_id::text, 'unit', v_award.unit, 'units', v_units,
        'basis', (leg ->> 'basis')::bigint, 'from_lot', v_lot_part, 'from_others', v_others, 'owed', v_owed,
        'forgiven', v_spent_part - v_others - v_owed, 'from_breakage', v_breakage
    );
    PERFORM ledger_note_reversal_v1(t, v_award.member_id, v_award_id, result);
END $$;

-- ledger_note_reversal: store what one event took back of an award, in the book of the award's owner.
CREATE OR REPLACE FUNCTION ledger_note_reversal_v1(
    t ledger_turn, p_owner_id bigint, p_award_id bigint, p_taken jsonb
) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO ledger_award_reversal (
        member_id, award_id, event_id, club_id, units, basis, from_lot, from_others, from_owed,
        from_breakage, forgiven
    ) VALUES (
        p_owner_id, p_award_id, t.event_id, t.club_id, (p_taken ->> 'units')::bigint,
        (p_taken ->> 'basis')::bigint, (p_taken ->> 'from_lot')::bigint,
        (p_taken ->> 'from_others')::bigint, (p_taken ->> 'owed')::bigint,
        (p_taken ->> 'from_breakage')::bigint, (p_taken ->> 'forgiven')::bigint
    );
$$;

-- Takes: {burn_event_id, unit, units, grace_expires_at}; the event is the member's, or that of one who was merged into
-- the member: its owner. For a lot in another one's book, a new one like it opens here.
-- Gives back in reverse order of burning, each part to its lot; a lot that is over is replaced by one that ends at
-- grace_expires_at, or the part is lost to breakage when that is null.
CREATE OR REPLACE FUNCTION ledger_leg_restore_v1(
    t ledger_turn, p_seq bigint, leg jsonb, OUT seq bigint, OUT due timestamptz, OUT result jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_burn_event_id constant bigint := leg ->> 'burn_event_id';
    v_owner_id bigint;
    v_unit constant integer := leg ->> 'unit';
    v_units constant bigint := leg ->> 'units';
    v_grace_at constant timestamptz := leg ->> 'grace_expires_at';
    v_left bigint := v_units;
    v_skip bigint;
    v_take bigint;
    v_lost bigint := 0;
    v_grace bigint := 0;
    v_use record;
    v_like ledger_lot;
BEGIN
    seq := p_seq;
    SELECT e.member_id INTO v_owner_id FROM ledger_event AS e
    WHERE e.member_id = ANY (ledger_family_v1(t.member_id)) AND e.id = v_burn_event_id;
    SELECT coalesce(sum(r.units), 0) INTO v_skip FROM ledger_burn_reversal AS r
    WHERE r.member_id = v_owner_id AND r.burn_event_id = v_burn_event_id AND r.unit = v_unit;
    FOR v_use IN
        SELECT l.seq AS lot_seq, l.class, l.expires_at, u.amount,
            l.expired > 0 OR coalesce(l.expires_at <= t.now, false) AS is_over
        FROM ledger_event AS e
        JOIN ledger_movement AS m ON m.member_id = e.member_id AND m.seq BETWEEN e.first_seq AND e.last_seq
        JOIN ledger_lot_use AS u ON u.member_id = m.member_id AND u.seq = m.seq
        JOIN ledger_lot AS l ON l.member_id = u.member_id AND l.seq = u.lot_seq
        WHERE e.member_id = v_owner_id AND e.id = v_burn_event_id
            AND m.event_id = e.id AND m.unit = v_unit AND m.kind = 2
        ORDER BY l.class DESC, l.expires_at DESC NULLS FIRST, l.seq DESC
    LOOP
        v_take := least(v_use.amount - least(v_skip, v_use.amount), v_left);
        v_skip := greatest(v_skip - v_use.amount, 0);
        CONTINUE WHEN v_take = 0;
        v_left := v_left - v_take;
        IF v_owner_id <> t.member_id AND (NOT v_use.is_over OR v_grace_at IS NOT NULL) THEN
            SELECT l.* INTO v_like FROM ledger_lot AS l WHERE l.member_id = v_owner_id AND l.seq = v_use.lot_seq;
            v_grace := v_grace + CASE WHEN v_use.is_over THEN v_take ELSE 0 END;
            v_like.expires_at := CASE WHEN v_use.is_over THEN v_grace_at ELSE v_use.expires_at END;
            due := least(due, v_like.expires_at);
            seq := ledger_move_v1(t, seq, v_unit, 7, 11, 1, v_take, seq + 1, NULL);
            PERFORM ledger_open_carried_v1(t, seq, v_like, 2, v_take);
        ELSIF NOT v_use.is_over THEN
            seq := ledger_move_v1(t, seq, v_unit, 7, 11, 1, v_take, v_use.lot_seq, NULL);
            PERFORM ledger_use_lot_v1(t, seq, v_use.lot_seq, -v_take);
            seq := ledger_repay_v1(t, seq, v_unit, v_use.lot_seq, v_take);
            due := least(due, v_use.expires_at);
        ELSIF v_grace_at IS NULL THEN
            v_lost := v_lost + v_take;
            seq := ledger_move_v1(
                t, seq, v_unit, 7, 11, 12, v_take,
                CASE WHEN v_owner_id = t.member_id THEN v_use.lot_seq END, NULL
            );
        ELSE
            v_grace := v_grace + v_take;
            due := least(due, v_grace_at);
            seq := ledger_move_v1(t, seq, v_unit, 7, 11, 1, v_take, seq + 1, NULL);
            PERFORM ledger_open_lot_v1(
                t, seq, v_unit, v_use.class, 2, v_take, t.now, v_grace_at, NULL, v_use.lot_seq
            );
        END IF;
        EXIT WHEN v_left = 0;
    END LOOP;
    IF v_left > 0 THEN
        RAISE EXCEPTION 'event % burned less than is to be restored', v_burn_event_id USING ERRCODE = 'VF424';
    END IF;
    INSERT INTO ledger_burn_reversal (member_id, burn_event_id, unit, event_id, club_id, units)
    VALUES (v_owner_id, v_burn_event_id, v_unit, t.event_id, t.club_id, v_units);
    result := jsonb_build_object(
        'leg', 'restore', 'burn_event_id', v_burn_event_id::text, 'unit', v_unit, 'units', v_units,
        'to_grace_lots', v_grace, 'lost', v_lost
    );
END $$;
