-- Legs that give and take: earn, burn, adjust. Each takes the turn, the last movement number and the leg, and gives
-- the new last number, the moment at which time will next act on what it wrote (or null), and the leg's result.
-- A result with "declined" was refused before anything was written.

-- Takes: {unit, units, kind, from, class, available_at, expires_at} and the award it belongs to, if any
CREATE OR REPLACE FUNCTION ledger_leg_earn_v1(
    t ledger_turn, p_seq bigint, leg jsonb, p_award_id bigint,
    OUT seq bigint, OUT due timestamptz, OUT result jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_unit constant integer := leg ->> 'unit';
    v_units constant bigint := leg ->> 'units';
    v_kind constant integer := leg ->> 'kind';
    v_from constant integer := leg ->> 'from';
    v_expires_at constant timestamptz := leg ->> 'expires_at';
    v_available_at timestamptz := leg ->> 'available_at';
    v_netted bigint := 0;
    v_lot_seq bigint;
    v_is_pending boolean;
BEGIN
    v_available_at := coalesce(v_available_at, t.at);
    v_is_pending := v_available_at > t.now;
    seq := p_seq;
    IF v_kind = 1 AND NOT v_is_pending THEN  -- owed is netted by earnings only
        SELECT least(w.owed, v_units) INTO v_netted FROM ledger_wallet AS w
        WHERE w.member_id = t.member_id AND w.unit = v_unit AND w.owed > 0;
        v_netted := coalesce(v_netted, 0);
        IF v_netted > 0 THEN
            seq := ledger_move_v1(t, seq, v_unit, v_kind, v_from, 3, v_netted, NULL, p_award_id);
        END IF;
    END IF;
    IF v_units > v_netted THEN
        seq := ledger_move_v1(
            t, seq, v_unit, v_kind, v_from, CASE WHEN v_is_pending THEN 2 ELSE 1 END,
            v_units - v_netted, seq + 1, p_award_id
        );
        v_lot_seq := ledger_open_lot_v1(
            t, seq, v_unit, (leg ->> 'class')::integer, CASE WHEN v_is_pending THEN 1 ELSE 2 END,
            v_units - v_netted, v_available_at, v_expires_at, p_award_id, NULL
        );
        due := CASE WHEN v_is_pending THEN v_available_at ELSE v_expires_at END;
    END IF;
    result := jsonb_build_object(
        'leg', 'earn', 'unit', v_unit, 'units', v_units, 'lot', v_lot_seq, 'netted', v_netted,
        'pending', v_is_pending
    );
END $$;

-- Takes: {unit, units, kind, to}
CREATE OR REPLACE FUNCTION ledger_leg_burn_v1(
    t ledger_turn, p_seq bigint, leg jsonb, OUT seq bigint, OUT due timestamptz, OUT result jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_unit constant integer := leg ->> 'unit';
    v_units constant bigint := leg ->> 'units';
BEGIN
    seq := p_seq;
    result := ledger_shortage_v1(t, v_unit, v_units);
    IF result IS NOT NULL THEN
        RETURN;
    END IF;
    seq := ledger_move_v1(
        t, seq, v_unit, (leg ->> 'kind')::integer, 1, (leg ->> 'to')::integer, v_units, NULL, NULL
    );
    PERFORM ledger_take_from_lots_v1(t, seq, v_unit, v_units);
    result := jsonb_build_object('leg', 'burn', 'unit', v_unit, 'units', v_units);
END $$;

-- ledger_shortage: null when so many units may be spent now, else the decline with what is available.
-- Reads: ledger_wallet_pkey
CREATE OR REPLACE FUNCTION ledger_shortage_v1(t ledger_turn, p_unit integer, p_units bigint) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    v_available bigint;
BEGIN
    SELECT spendable - held INTO v_available FROM ledger_wallet
    WHERE member_id = t.member_id AND unit = p_unit;
    IF coalesce(v_available, 0) >= p_units THEN
        RETURN NULL;
    END IF;
    RETURN jsonb_build_object('declined', jsonb_build_object(
        'code', 'not_enough', 'unit', p_unit, 'asked', p_units, 'available', coalesce(v_available, 0)
    ));
END $$;

-- Takes: {unit, units (negative takes), class, expires_at, reason}
CREATE OR REPLACE FUNCTION ledger_leg_adjust_v1(
    t ledger_turn, p_seq bigint, leg jsonb, OUT seq bigint, OUT due timestamptz, OUT result jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_unit constant integer := leg ->> 'unit';
    v_units constant bigint := leg ->> 'units';
    v_expires_at constant timestamptz := leg ->> 'expires_at';
BEGIN
    seq := p_seq;
    IF v_units < 0 THEN
        result := ledger_shortage_v1(t, v_unit, -v_units);
        IF result IS NOT NULL THEN
            RETURN;
        END IF;
        seq := ledger_move_v1(t, seq, v_unit, 8, 1, 17, -v_units, NULL, NULL);
        PERFORM ledger_take_from_lots_v1(t, seq, v_unit, -v_units);
    ELSE
        due := v_expires_at;
        seq := ledger_move_v1(t, seq, v_unit, 8, 17, 1, v_units, seq + 1, NULL);
        PERFORM ledger_open_lot_v1(
            t, seq, v_unit, (leg ->> 'class')::integer, 2, v_units, t.at, v_expires_at, NULL, NULL
        );
    END IF;
    result := jsonb_build_object(
        'leg', 'adjust', 'unit', v_unit, 'units', v_units, 'reason', leg ->> 'reason'
    );
END $$;
