-- What a till without a connection spent too much: the member owes it.

-- Takes: {unit, units}. Opens a lot that is spent last and never ends, against what the member owes.
CREATE OR REPLACE FUNCTION ledger_leg_lend_v1(
    t ledger_turn, p_seq bigint, leg jsonb, OUT seq bigint, OUT due timestamptz, OUT result jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_unit constant integer := leg ->> 'unit';
    v_units constant bigint := leg ->> 'units';
BEGIN
    seq := ledger_move_v1(t, p_seq, v_unit, 15, 3, 1, v_units, p_seq + 1, NULL);
    PERFORM ledger_open_lot_v1(t, seq, v_unit, 1, 2, v_units, t.at, NULL, NULL, NULL);
    result := jsonb_build_object('leg', 'lend', 'unit', v_unit, 'units', v_units, 'lot', seq);
END $$;

-- ledger_repay: units given back to a lot that was lent pay back what is still owed. Gives: the last number
CREATE OR REPLACE FUNCTION ledger_repay_v1(
    t ledger_turn, p_seq bigint, p_unit integer, p_lot_seq bigint, p_units bigint
) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_seq bigint := p_seq;
    v_units bigint;
BEGIN
    IF EXISTS (
        SELECT FROM ledger_movement AS m WHERE m.member_id = t.member_id AND m.seq = p_lot_seq AND m.kind = 15
    ) THEN
        SELECT least(p_units, w.owed) INTO v_units FROM ledger_wallet AS w
        WHERE w.member_id = t.member_id AND w.unit = p_unit;
        IF v_units > 0 THEN
            v_seq := ledger_move_v1(t, v_seq, p_unit, 15, 1, 3, v_units, p_lot_seq, NULL);
            PERFORM ledger_use_lot_v1(t, v_seq, p_lot_seq, v_units);
        END IF;
    END IF;
    RETURN v_seq;
END $$;
