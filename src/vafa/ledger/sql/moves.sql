-- The smallest steps of the book: now, one movement, and taking units from lots in burn order.

-- Who, why and when: what every step of one posting needs to know.
DO $$
BEGIN
    IF to_regtype('ledger_turn') IS NULL THEN
        CREATE TYPE ledger_turn AS (
            club_id bigint, member_id bigint, event_id bigint, at timestamptz, now timestamptz
        );
    END IF;
END $$;

-- ledger_now: the only clock of the book. app.test_now counts only for members of the test-only role vafa_test.
-- Gives: timestamptz
CREATE OR REPLACE FUNCTION ledger_now_v1() RETURNS timestamptz
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_test_now constant text := current_setting('app.test_now', true);
BEGIN
    IF v_test_now <> '' THEN
        IF EXISTS (
            SELECT FROM pg_roles AS r
            WHERE r.rolname = 'vafa_test' AND pg_has_role(session_user, r.oid, 'MEMBER')
        ) THEN
            RETURN v_test_now::timestamptz;
        END IF;
    END IF;
    RETURN clock_timestamp();
END $$;

-- ledger_move: write the next balanced movement and the member's wallet of that unit; gives its number.
-- Takes: the turn, the number of the one before, unit, kind, both accounts, amount > 0, the lot and award it is about
-- Reads: ledger_wallet_pkey
CREATE OR REPLACE FUNCTION ledger_move_v1(
    t ledger_turn, p_last_seq bigint, p_unit integer, p_kind integer, p_from integer, p_to integer,
    p_amount bigint, p_lot_seq bigint, p_award_id bigint
) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_seq constant bigint := p_last_seq + 1;
    v_spendable constant bigint := CASE 1 WHEN p_to THEN p_amount WHEN p_from THEN -p_amount ELSE 0 END;
    v_pending constant bigint := CASE 2 WHEN p_to THEN p_amount WHEN p_from THEN -p_amount ELSE 0 END;
    v_owed constant bigint := CASE 3 WHEN p_from THEN p_amount WHEN p_to THEN -p_amount ELSE 0 END;
    v_balance bigint;
BEGIN
    UPDATE ledger_wallet
    SET spendable = spendable + v_spendable, pending = pending + v_pending, owed = owed + v_owed,
        last_seq = v_seq
    WHERE member_id = t.member_id AND unit = p_unit
    RETURNING spendable - owed INTO v_balance;
    IF NOT FOUND THEN
        INSERT INTO ledger_wallet (member_id, unit, club_id, spendable, pending, owed, last_seq)
        VALUES (t.member_id, p_unit, t.club_id, v_spendable, v_pending, v_owed, v_seq);
        v_balance := v_spendable - v_owed;
    END IF;
    INSERT INTO ledger_movement (
        member_id, seq, club_id, event_id, lot_seq, award_id, amount, balance_after,
        effective_at, recorded_at, unit, kind, from_account, to_account
    ) VALUES (
        t.member_id, v_seq, t.club_id, t.event_id, p_lot_seq, p_award_id, p_amount, v_balance,
        t.at, t.now, p_unit, p_kind, p_from, p_to
    );
    RETURN v_seq;
END $$;

-- ledger_take_from_lots: take units that are free (not held) from open lots, in burn order:
-- promotional before paid, soonest expiry first, never-expiring last, then oldest.
-- Takes: the turn, the movement that takes, unit, units (the caller has checked that they are there). Gives: units
-- Reads: ledger_lot_burn_order
CREATE OR REPLACE FUNCTION ledger_take_from_lots_v1(t ledger_turn, p_seq bigint, p_unit integer, p_units bigint)
RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_left bigint := p_units;
    v_take bigint;
    v_lot record;
BEGIN
    FOR v_lot IN
        SELECT seq, remaining, remaining - held AS free FROM ledger_lot
        WHERE member_id = t.member_id AND unit = p_unit AND state = 2 AND remaining > held
        ORDER BY class, expires_at, seq
    LOOP
        v_take := least(v_left, v_lot.free);
        v_left := v_left - ledger_use_lot_v1(t, p_seq, v_lot.seq, v_take);
        EXIT WHEN v_left = 0;
    END LOOP;
    IF v_left > 0 THEN
        RAISE EXCEPTION 'the lots of member %, unit % do not cover the wallet', t.member_id, p_unit
            USING ERRCODE = 'VF500';
    END IF;
    RETURN p_units;
END $$;

-- ledger_use_lot: take units from one lot (a negative amount gives them back) and note it. Gives: the amount
CREATE OR REPLACE FUNCTION ledger_use_lot_v1(t ledger_turn, p_seq bigint, p_lot_seq bigint, p_amount bigint)
RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ledger_lot
    SET remaining = remaining - p_amount,
        state = CASE WHEN remaining = p_amount THEN 3 WHEN state = 3 THEN 2 ELSE state END
    WHERE member_id = t.member_id AND seq = p_lot_seq;
    INSERT INTO ledger_lot_use (member_id, seq, lot_seq, club_id, amount)
    VALUES (t.member_id, p_seq, p_lot_seq, t.club_id, p_amount);
    RETURN p_amount;
END $$;

-- ledger_open_lot: open a lot for the movement of the same number. Gives: that number
CREATE OR REPLACE FUNCTION ledger_open_lot_v1(
    t ledger_turn, p_seq bigint, p_unit integer, p_class integer, p_state integer, p_units bigint,
    p_available_at timestamptz, p_expires_at timestamptz, p_award_id bigint, p_origin_seq bigint
) RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_lot (
        member_id, seq, club_id, issued, remaining, available_at, expires_at, award_id, origin_seq,
        unit, class, state
    ) VALUES (
        t.member_id, p_seq, t.club_id, p_units, p_units, p_available_at, p_expires_at, p_award_id,
        p_origin_seq, p_unit, p_class, p_state
    );
    RETURN p_seq;
END $$;
