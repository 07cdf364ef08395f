-- The short way of most events: all that happens is that something is earned, so nothing can be declined. The rows are
-- those of the long way (post.sql); the statements are fewer, and a statement costs more than the row it writes.

-- ledger_post_earnings: post an event whose legs all earn. Takes: the event. Gives: as ledger_post; null, with nothing
-- written, when anything is not as most often: no such member, moved, stale, posted before, something due.
CREATE OR REPLACE FUNCTION ledger_post_earnings_v1(p_event jsonb) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    t constant ledger_turn := ROW(
        (p_event ->> 'club')::bigint, (p_event ->> 'member')::bigint, (p_event ->> 'event')::bigint,
        (p_event ->> 'at')::timestamptz, ledger_now_v1()
    )::ledger_turn;
    v_legs constant jsonb := p_event -> 'legs';
    v_idle constant jsonb := p_event -> 'idle';
    v_state constant jsonb := nullif(p_event -> 'state', 'null');
    v_count constant integer := jsonb_array_length(v_legs);
    v_due constant timestamptz := ledger_earnings_due_v1(v_legs, v_idle, t.now);
    v_version constant bigint := p_event ->> 'version';
    v_first_seq bigint;
    v_done record;
    v_answer jsonb;
    v_award_ids bigint[];
BEGIN
    IF v_due <= t.now THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('app.club', t.club_id::text, true);
    -- The version under the row's lock stands for everything that was read of the member.
    UPDATE ledger_member_state AS m
    SET state_version = v_version + 1, movement_seq = movement_seq + v_count,
        next_due_at = least(next_due_at, v_due), state = coalesce(v_state, state),
        idle = CASE v_idle WHEN '{}' THEN idle ELSE jsonb_strip_nulls(idle || v_idle) END,
        next_review_day = CASE WHEN v_state IS NULL THEN next_review_day ELSE (p_event ->> 'review')::integer END
    WHERE m.member_id = t.member_id AND m.club_id = t.club_id AND state_version = v_version
        AND merged_into IS NULL AND (next_due_at IS NULL OR next_due_at > t.now)
        AND NOT EXISTS (SELECT FROM ledger_event AS e WHERE e.member_id = t.member_id AND e.id = t.event_id)
    RETURNING movement_seq - v_count + 1 INTO v_first_seq;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    v_done := ledger_write_earnings_v1(t, v_first_seq - 1, v_legs, p_event -> 'awards');
    IF v_done.seq <> v_first_seq - 1 + v_count THEN  -- what was owed took more movements, or fewer
        UPDATE ledger_member_state SET movement_seq = v_done.seq WHERE member_id = t.member_id;
    END IF;
    v_award_ids := ledger_write_awards_v1(t, p_event, v_done.lots);
    PERFORM ledger_write_sale_v1(t, p_event -> 'sale');
    PERFORM ledger_write_outbox_v1(t, p_event -> 'outbox');
    INSERT INTO ledger_event (
        member_id, id, club_id, event_at, recorded_at, credential_id, programme_version_id, state_version,
        first_seq, last_seq, origin_event_id, award_ids, status, kind, reason, answer
    ) VALUES (
        t.member_id, t.event_id, t.club_id, t.at, t.now, (p_event ->> 'credential')::bigint,
        (p_event ->> 'programme')::bigint, v_version + 1, v_first_seq, v_done.seq,
        (p_event ->> 'origin')::bigint, v_award_ids, 200, p_event ->> 'kind', p_event ->> 'reason',
        (p_event -> 'answer') || jsonb_build_object(
            'legs', v_done.results, 'event_id', t.event_id::text, 'balances', ledger_balances_v1(t.member_id)
        )
    ) RETURNING answer INTO v_answer;
    RETURN jsonb_build_object(
        'outcome', 'posted', 'state_version', v_version + 1, 'status', 200, 'answer', v_answer
    );
END $$;

-- ledger_earnings_due: when time will next act on what these legs earn, or on the units that lie idle; null for never.
CREATE OR REPLACE FUNCTION ledger_earnings_due_v1(p_legs jsonb, p_idle jsonb, p_now timestamptz) RETURNS timestamptz
LANGUAGE plpgsql AS $$
DECLARE
    v_leg jsonb;
    v_available_at timestamptz;
    v_due timestamptz;
BEGIN
    FOR i IN 0 .. jsonb_array_length(p_legs) - 1 LOOP
        v_leg := p_legs -> i;
        v_available_at := v_leg ->> 'available_at';
        v_due := least(v_due, CASE
            WHEN v_available_at > p_now THEN v_available_at ELSE (v_leg ->> 'expires_at')::timestamptz
        END);
    END LOOP;
    IF p_idle <> '{}' THEN
        v_due := least(v_due, (SELECT min(i.value::timestamptz) FROM jsonb_each_text(p_idle) AS i));
    END IF;
    RETURN v_due;
END $$;

-- ledger_write_earnings: the movement, lot and wallet of each leg. Gives: the last number, the legs' results, and the
-- lot of each award by its id.
-- Reads: ledger_wallet_pkey
CREATE OR REPLACE FUNCTION ledger_write_earnings_v1(
    t ledger_turn, p_seq bigint, p_legs jsonb, p_awards jsonb, OUT seq bigint, OUT results jsonb, OUT lots jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_leg jsonb;
    v_unit integer;
    v_units bigint;
    v_kind integer;
    v_from integer;
    v_award_id bigint;
    v_available_at timestamptz;
    v_is_pending boolean;
    v_balance bigint;
    v_done record;
BEGIN
    seq := p_seq;
    results := '[]';
    lots := '{}';
    FOR i IN 0 .. jsonb_array_length(p_legs) - 1 LOOP
        v_leg := p_legs -> i;
        v_unit := v_leg ->> 'unit';
        v_units := v_leg ->> 'units';
        v_award_id := p_awards -> (v_leg ->> 'award')::integer ->> 'id';
        v_available_at := coalesce((v_leg ->> 'available_at')::timestamptz, t.at);
        v_is_pending := v_available_at > t.now;
        UPDATE ledger_wallet
        SET spendable = spendable + CASE WHEN v_is_pending THEN 0 ELSE v_units END,
            pending = pending + CASE WHEN v_is_pending THEN v_units ELSE 0 END,
            last_seq = ledger_write_earnings_v1.seq + 1
        WHERE member_id = t.member_id AND unit = v_unit AND owed = 0
        RETURNING spendable INTO v_balance;
        IF NOT FOUND THEN  -- the first of this unit, or something is owed
            v_done := ledger_leg_earn_v1(t, seq, v_leg, v_award_id);
            seq := v_done.seq;
            results := results || v_done.result;
            IF v_award_id IS NOT NULL THEN
                lots := jsonb_set(lots, ARRAY[v_award_id::text], v_done.result -> 'lot');
            END IF;
            CONTINUE;
        END IF;
        seq := seq + 1;
        v_kind := v_leg ->> 'kind';
        v_from := v_leg ->> 'from';
        INSERT INTO ledger_movement (
            member_id, seq, club_id, event_id, lot_seq, award_id, amount, balance_after,
            effective_at, recorded_at, unit, kind, from_account, to_account
        ) VALUES (
            t.member_id, seq, t.club_id, t.event_id, seq, v_award_id, v_units, v_balance,
            t.at, t.now, v_unit, v_kind, v_from, CASE WHEN v_is_pending THEN 2 ELSE 1 END
        );
        INSERT INTO ledger_lot (
            member_id, seq, club_id, issued, remaining, available_at, expires_at, award_id,
            unit, class, state
        ) VALUES (
            t.member_id, seq, t.club_id, v_units, v_units, v_available_at, (v_leg ->> 'expires_at')::timestamptz,
            v_award_id, v_unit, (v_leg ->> 'class')::integer, CASE WHEN v_is_pending THEN 1 ELSE 2 END
        );
        results := results || jsonb_build_object(
            'leg', 'earn', 'unit', v_unit, 'units', v_units, 'lot', seq, 'netted', 0, 'pending', v_is_pending
        );
        IF v_award_id IS NOT NULL THEN
            lots := lots || jsonb_build_object(v_award_id, seq);
        END IF;
    END LOOP;
END $$;
