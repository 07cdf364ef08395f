-- The one door through which value moves: an event of one member, all of its legs or none.

-- ledger_post: post one event. Takes: the event as vafa.ledger.encode writes it.
-- Gives: {outcome: posted | replayed | declined | stale | moved, event_id, state_version, status, answer}
-- Raises: VF404 no such member, VF423 and VF424 more taken back or restored than there is
CREATE OR REPLACE FUNCTION ledger_post_v1(p_event jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_member ledger_member_state;
    v_turn ledger_turn;
    v_known record;
    v_done record;
    v_answer jsonb;
BEGIN
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);  -- the posting is the durable unit
    END IF;
    IF NOT jsonb_path_exists(p_event -> 'legs', '$[*].leg ? (@ != "earn")') THEN
        v_answer := ledger_post_earnings_v1(p_event);
        IF v_answer IS NOT NULL THEN
            RETURN v_answer;
        END IF;
    END IF;
    v_member := ledger_lock_v1((p_event ->> 'club')::bigint, (p_event ->> 'member')::bigint);
    SELECT e.status, e.answer, e.state_version INTO v_known FROM ledger_event AS e
    WHERE e.member_id = v_member.member_id AND e.id = (p_event ->> 'event')::bigint;
    IF FOUND THEN
        RETURN jsonb_build_object(
            'outcome', 'replayed', 'state_version', v_known.state_version,
            'status', v_known.status, 'answer', v_known.answer
        );
    END IF;
    IF v_member.merged_into IS NOT NULL THEN
        RETURN jsonb_build_object(
            'outcome', 'moved', 'state_version', v_member.state_version, 'status', 0,
            'answer', '{}'::jsonb, 'moved_to', ledger_root_v1(v_member.merged_into)
        );
    END IF;
    v_turn := ROW(
        v_member.club_id, v_member.member_id, (p_event ->> 'event')::bigint,
        (p_event ->> 'at')::timestamptz, ledger_now_v1()
    )::ledger_turn;
    v_member := ledger_settle_member_v1(v_member, v_turn.now);
    IF v_member.state_version <> (p_event ->> 'version')::bigint THEN
        RETURN jsonb_build_object(
            'outcome', 'stale', 'state_version', v_member.state_version, 'status', 0, 'answer', '{}'::jsonb
        );
    END IF;
    v_done := ledger_try_legs_v1(v_turn, v_member.movement_seq, p_event);
    RETURN ledger_close_event_v1(
        v_turn, v_member, p_event, v_done.seq, v_done.due, v_done.results, v_done.declined, v_done.lots
    );
END $$;

-- ledger_try_legs: run the legs in their order. A decline undoes the legs before it; the savepoint that this needs is
-- paid for only when a leg that may be declined is not the first.
CREATE OR REPLACE FUNCTION ledger_try_legs_v1(
    t ledger_turn, p_seq bigint, p_event jsonb,
    OUT seq bigint, OUT due timestamptz, OUT results jsonb, OUT lots jsonb, OUT declined jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_done record;
BEGIN
    IF jsonb_array_length(p_event -> 'legs') < 2 OR NOT jsonb_path_exists(
        p_event -> 'legs',
        '$[1 to last] ? (@.leg == "burn" || @.leg == "capture" || @.leg == "hold" || @.leg == "release" || @.leg == "adjust")'
    ) THEN
        v_done := ledger_run_legs_v1(t, p_seq, p_event);
    ELSE
        BEGIN
            v_done := ledger_run_legs_v1(t, p_seq, p_event);
            IF v_done.declined IS NOT NULL THEN
                RAISE EXCEPTION USING ERRCODE = 'VF402', MESSAGE = 'declined';
            END IF;
        EXCEPTION WHEN SQLSTATE 'VF402' THEN
            NULL;  -- the decline itself is kept in v_done
        END;
    END IF;
    seq := CASE WHEN v_done.declined IS NULL THEN v_done.seq ELSE p_seq END;
    due := v_done.due;
    results := v_done.results;
    lots := v_done.lots;
    declined := v_done.declined;
END $$;

-- ledger_run_legs: Gives: the last number, the soonest due moment, one result per leg, the lot of each award,
-- and the decline at which it stopped, if any.
CREATE OR REPLACE FUNCTION ledger_run_legs_v1(
    t ledger_turn, p_seq bigint, p_event jsonb,
    OUT seq bigint, OUT due timestamptz, OUT results jsonb, OUT lots jsonb, OUT declined jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_legs constant jsonb := p_event -> 'legs';
    v_leg jsonb;
    v_done record;
    v_award_id bigint;
BEGIN
    seq := p_seq;
    results := '[]';
    lots := '{}';
    FOR i IN 0 .. jsonb_array_length(v_legs) - 1 LOOP
        v_leg := v_legs -> i;
        CASE v_leg ->> 'leg'
            WHEN 'earn' THEN
                v_award_id := p_event -> 'awards' -> (v_leg ->> 'award')::integer ->> 'id';
                v_done := ledger_leg_earn_v1(t, seq, v_leg, v_award_id);
                IF v_award_id IS NOT NULL THEN
                    lots := jsonb_set(lots, ARRAY[v_award_id::text], v_done.result -> 'lot');
                END IF;
            WHEN 'burn' THEN v_done := ledger_leg_burn_v1(t, seq, v_leg);
            WHEN 'capture' THEN
                v_done := ledger_leg_capture_v1(
                    t, seq, v_leg, make_interval(hours => (p_event ->> 'grace')::integer)
                );
            WHEN 'hold' THEN v_done := ledger_leg_hold_v1(t, seq, v_leg);
            WHEN 'release' THEN v_done := ledger_leg_release_v1(t, seq, v_leg);
            WHEN 'take_back' THEN v_done := ledger_leg_take_back_v1(t, seq, v_leg);
            WHEN 'restore' THEN v_done := ledger_leg_restore_v1(t, seq, v_leg);
            WHEN 'adjust' THEN v_done := ledger_leg_adjust_v1(t, seq, v_leg);
            WHEN 'lend' THEN v_done := ledger_leg_lend_v1(t, seq, v_leg);
            WHEN 'end' THEN v_done := ledger_leg_end_v1(t, seq);
            WHEN 'date' THEN v_done := ledger_leg_date_v1(t, seq, v_leg);
        END CASE;
        declined := v_done.result -> 'declined';
        EXIT WHEN declined IS NOT NULL;
        seq := v_done.seq;
        due := least(due, v_done.due);
        results := results || v_done.result;
    END LOOP;
END $$;

-- ledger_close_event: what time already does to the new lots, then sale, awards, outbox, event and member.
-- A decline writes the event with its answer and nothing else.
CREATE OR REPLACE FUNCTION ledger_close_event_v1(
    t ledger_turn, m ledger_member_state, p_event jsonb, p_seq bigint, p_due timestamptz,
    p_results jsonb, p_declined jsonb, p_lots jsonb
) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    v_idle constant jsonb := jsonb_strip_nulls(m.idle || (p_event -> 'idle'));
    v_due timestamptz;
    v_settled record;
    v_answer jsonb;
    v_status constant integer := CASE WHEN p_declined IS NULL THEN 200 ELSE 402 END;
    v_last_seq bigint := p_seq;
    v_award_ids bigint[] := '{}';
BEGIN
    IF v_status = 200 THEN
        v_due := least(m.next_due_at, p_due);
        IF p_event -> 'idle' <> '{}' THEN
            v_due := least(v_due, (SELECT min(i.value::timestamptz) FROM jsonb_each_text(p_event -> 'idle') AS i));
        END IF;
        m.idle := v_idle;
        m.state_version := m.state_version + 1;
        IF v_due <= t.now THEN
            SELECT * INTO v_settled FROM ledger_settle_steps_v1(t, p_seq, v_idle);
            v_due := v_settled.due;
            m.idle := v_settled.idle;
            v_last_seq := v_settled.seq;
        END IF;
        UPDATE ledger_member_state
        SET state_version = m.state_version, movement_seq = v_last_seq, next_due_at = v_due, idle = m.idle,
            state = CASE jsonb_typeof(p_event -> 'state') WHEN 'object' THEN p_event -> 'state' ELSE state END,
            next_review_day = CASE jsonb_typeof(p_event -> 'state')
                WHEN 'object' THEN (p_event ->> 'review')::integer ELSE next_review_day END
        WHERE member_id = t.member_id;
        v_award_ids := ledger_write_awards_v1(t, p_event, p_lots);
        PERFORM ledger_write_sale_v1(t, p_event -> 'sale');
        PERFORM ledger_write_outbox_v1(t, p_event -> 'outbox');
    END IF;
    v_answer := (p_event -> 'answer') || coalesce(p_declined, jsonb_build_object('legs', p_results))
        || jsonb_build_object('event_id', t.event_id::text, 'balances', ledger_balances_v1(t.member_id));
    INSERT INTO ledger_event (
        member_id, id, club_id, event_at, recorded_at, credential_id, programme_version_id, state_version,
        first_seq, last_seq, origin_event_id, award_ids, status, kind, reason, answer
    ) VALUES (
        t.member_id, t.event_id, t.club_id, t.at, t.now, (p_event ->> 'credential')::bigint,
        (p_event ->> 'programme')::bigint, m.state_version, m.movement_seq + 1, p_seq,
        (p_event ->> 'origin')::bigint,
        v_award_ids, v_status, p_event ->> 'kind', p_event ->> 'reason', v_answer
    );
    RETURN jsonb_build_object(
        'outcome', CASE v_status WHEN 200 THEN 'posted' ELSE 'declined' END,
        'state_version', m.state_version, 'status', v_status, 'answer', v_answer
    );
END $$;

-- ledger_write_awards: Takes: the turn, the event, {award id: lot}. Gives: the awards' ids
CREATE OR REPLACE FUNCTION ledger_write_awards_v1(t ledger_turn, p_event jsonb, p_lots jsonb) RETURNS bigint[]
LANGUAGE plpgsql AS $$
DECLARE
    v_award jsonb;
    v_id bigint;
    v_ids bigint[] := '{}';
BEGIN
    FOR i IN 0 .. jsonb_array_length(p_event -> 'awards') - 1 LOOP
        v_award := p_event -> 'awards' -> i;
        v_id := v_award ->> 'id';
        v_ids := v_ids || v_id;
        INSERT INTO ledger_award (
            member_id, id, club_id, event_id, programme_version_id, lot_seq, units, uncapped, basis, carry,
            qualifying, unit, day, rule, tier, detail
        ) VALUES (
            t.member_id, v_id, t.club_id, t.event_id, (p_event ->> 'programme')::bigint,
            (p_lots ->> v_id::text)::bigint, (v_award ->> 'units')::bigint,
            (v_award ->> 'uncapped')::bigint, (v_award ->> 'basis')::bigint, (v_award ->> 'carry')::bigint,
            (v_award ->> 'qualifying')::bigint, (v_award ->> 'unit')::integer,
            (v_award ->> 'day')::integer, v_award ->> 'rule', v_award ->> 'tier', v_award -> 'detail'
        );
    END LOOP;
    RETURN v_ids;
END $$;

-- ledger_write_sale: Takes: the turn, the sale with its lines, or JSON null. Gives: how many lines
CREATE OR REPLACE FUNCTION ledger_write_sale_v1(t ledger_turn, p_sale jsonb) RETURNS integer
LANGUAGE plpgsql AS $$
BEGIN
    IF jsonb_typeof(p_sale) <> 'object' THEN
        RETURN 0;
    END IF;
    INSERT INTO ledger_sale (
        member_id, id, club_id, occurred_at, recorded_at, net_rials, vat_rials, to_pay_rials,
        qualifying_rials, returns_sale_id, document, branch, channel, detail
    ) VALUES (
        t.member_id, t.event_id, t.club_id, (p_sale ->> 'occurred_at')::timestamptz, t.now,
        (p_sale ->> 'net_rials')::bigint, (p_sale ->> 'vat_rials')::bigint,
        (p_sale ->> 'to_pay_rials')::bigint, (p_sale ->> 'qualifying_rials')::bigint,
        (p_sale ->> 'returns_sale_id')::bigint, p_sale ->> 'document', p_sale ->> 'branch',
        p_sale ->> 'channel', p_sale -> 'detail'
    );
    INSERT INTO ledger_sale_line (
        member_id, sale_id, number, club_id, quantity_milli, gross_rials, net_rials, vat_rials,
        product_group, product, kind
    )
    SELECT t.member_id, t.event_id, l.number, t.club_id, l.quantity_milli, l.gross_rials, l.net_rials,
        l.vat_rials, l."group", l.product, l.kind
    FROM jsonb_to_recordset(p_sale -> 'lines') AS l (
        number integer, "group" text, product text, kind text, quantity_milli bigint, gross_rials bigint,
        net_rials bigint, vat_rials bigint
    );
    RETURN jsonb_array_length(p_sale -> 'lines');
END $$;

-- ledger_write_outbox: Takes: the turn, [{topic, payload}]
CREATE OR REPLACE FUNCTION ledger_write_outbox_v1(t ledger_turn, p_rows jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 0 .. jsonb_array_length(p_rows) - 1 LOOP
        INSERT INTO ledger_outbox (member_id, event_id, number, club_id, topic, payload) VALUES (
            t.member_id, t.event_id, i + 1, t.club_id, p_rows -> i ->> 'topic', p_rows -> i -> 'payload'
        );
    END LOOP;
END $$;

-- ledger_balances: {unit: {spendable, held, pending, owed, available}} of one member.
-- A loop: an aggregate over the same few rows costs half as much again.
CREATE OR REPLACE FUNCTION ledger_balances_v1(p_member_id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
    w record;
    v_balances jsonb := '{}';
BEGIN
    FOR w IN
        SELECT unit, spendable, held, pending, owed FROM ledger_wallet WHERE member_id = p_member_id
    LOOP
        v_balances := v_balances || jsonb_build_object(w.unit, jsonb_build_object(
            'spendable', w.spendable, 'held', w.held, 'pending', w.pending, 'owed', w.owed,
            'available', w.spendable - w.held
        ));
    END LOOP;
    RETURN v_balances;
END $$;
