-- Two members who are one person. Value moves through transit, so that each member's book sums up by itself; a merged
-- member's rows stay where they are and belong to whoever it was merged into, under that member's lock.

-- ledger_root: who a member is now: the member itself, or whom it was merged into, through any number of merges.
CREATE OR REPLACE FUNCTION ledger_root_v1(p_member_id bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_member_id bigint := p_member_id;
    v_into bigint;
BEGIN
    LOOP
        SELECT s.merged_into INTO v_into FROM ledger_member_state AS s WHERE s.member_id = v_member_id;
        EXIT WHEN v_into IS NULL;
        v_member_id := v_into;
    END LOOP;
    RETURN v_member_id;
END $$;

-- ledger_books: every book in which a member's units can be: its own, and of whomever it ever was merged into.
-- Reads: ledger_merge_duplicate
CREATE OR REPLACE FUNCTION ledger_books_v1(p_member_id bigint) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN (
        WITH RECURSIVE book AS (
            SELECT p_member_id AS id
            UNION
            SELECT m.member_id FROM ledger_merge AS m JOIN book AS b ON m.duplicate_id = b.id
        )
        SELECT array_agg(b.id) FROM book AS b
    );
END $$;

-- ledger_family: a member and everybody who is merged into it now, directly or not. Reads: ledger_merge_pkey
CREATE OR REPLACE FUNCTION ledger_family_v1(p_member_id bigint) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN (
        WITH RECURSIVE one AS (
            SELECT p_member_id AS id
            UNION
            SELECT m.duplicate_id FROM ledger_merge AS m JOIN one AS o ON m.member_id = o.id
            WHERE m.undone_at IS NULL
        )
        SELECT array_agg(o.id) FROM one AS o
    );
END $$;

-- ledger_places: a lot, and every lot that its units were carried on to. Reads: ledger_lot_pkey
CREATE OR REPLACE FUNCTION ledger_places_v1(p_owner_id bigint, p_lot_seq bigint) RETURNS SETOF ledger_lot
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_books constant bigint[] := ledger_books_v1(p_owner_id);
BEGIN
    RETURN QUERY
    WITH RECURSIVE place AS (
        SELECT l.* FROM ledger_lot AS l WHERE l.member_id = p_owner_id AND l.seq = p_lot_seq
        UNION ALL
        SELECT l.* FROM ledger_lot AS l
        JOIN place AS p ON l.origin_member = p.member_id AND l.origin_seq = p.seq
        WHERE l.member_id = ANY (v_books)
    )
    SELECT p.* FROM place AS p;
END $$;

-- ledger_came: the lots that a merge carried into the survivor's book or that came for the duplicate since, with every
-- lot that their units were carried on to by later merges and partings.
CREATE OR REPLACE FUNCTION ledger_came_v1(p_survivor_id bigint, p_merge_id bigint) RETURNS SETOF ledger_lot
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_books constant bigint[] := ledger_books_v1(p_survivor_id);
BEGIN
    RETURN QUERY
    WITH RECURSIVE place AS (
        SELECT l.* FROM ledger_merge AS m
        JOIN ledger_lot AS l ON l.member_id = m.member_id AND l.origin_member = m.duplicate_id
            AND l.seq >= m.first_seq
        WHERE m.member_id = p_survivor_id AND m.id = p_merge_id
        UNION ALL
        SELECT l.* FROM ledger_lot AS l
        JOIN place AS p ON l.origin_member = p.member_id AND l.origin_seq = p.seq
        WHERE l.member_id = ANY (v_books)
    )
    SELECT p.* FROM place AS p;
END $$;

-- ledger_open_carried: open a lot like another member's, with so many units, that remembers where it came from.
-- Takes: the turn, the movement of the same number, the lot it is like, its state and units. Gives: the number
CREATE OR REPLACE FUNCTION ledger_open_carried_v1(
    t ledger_turn, p_seq bigint, p_like ledger_lot, p_state integer, p_units bigint
) RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_lot (
        member_id, seq, club_id, issued, remaining, available_at, expires_at, award_id, origin_member,
        origin_seq, unit, class, state
    ) VALUES (
        t.member_id, p_seq, t.club_id, p_units, p_units, p_like.available_at, p_like.expires_at, p_like.award_id,
        p_like.member_id, p_like.seq, p_like.unit, p_like.class, p_state
    );
    RETURN p_seq;
END $$;

-- ledger_carry_lots: carry open and pending lots from one member to another, both locked and settled to the same now:
-- each becomes a new lot there, of what is left of it, with the same unit, class, dates, award and state.
-- Takes: both turns (f gives, t takes), both last movement numbers, the kind of movement; p_only: the numbers of the
--   lots (null: all lots). No hold may keep units of these lots.
-- Gives: both new numbers; lots {old number: new number}
CREATE OR REPLACE FUNCTION ledger_carry_lots_v1(
    f ledger_turn, p_from_seq bigint, t ledger_turn, p_to_seq bigint, p_kind integer, p_only bigint[],
    OUT from_seq bigint, OUT to_seq bigint, OUT lots jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_lot ledger_lot;
BEGIN
    from_seq := p_from_seq;
    to_seq := p_to_seq;
    lots := '{}';
    FOR v_lot IN
        SELECT l.* FROM ledger_lot AS l
        WHERE l.member_id = f.member_id AND l.state < 3
            AND (p_only IS NULL OR l.seq = ANY (p_only))
        ORDER BY l.seq
    LOOP
        from_seq := ledger_move_v1(
            f, from_seq, v_lot.unit, p_kind, 3 - v_lot.state, 15, v_lot.remaining, v_lot.seq, v_lot.award_id
        );
        PERFORM ledger_use_lot_v1(f, from_seq, v_lot.seq, v_lot.remaining);
        to_seq := ledger_move_v1(
            t, to_seq, v_lot.unit, p_kind, 15, 3 - v_lot.state, v_lot.remaining, to_seq + 1, v_lot.award_id
        );
        PERFORM ledger_open_carried_v1(t, to_seq, v_lot, v_lot.state, v_lot.remaining);
        lots := lots || jsonb_build_object(v_lot.seq::text, to_seq);
    END LOOP;
END $$;

-- ledger_carry_owed: carry what one member owes to another, at most p_most {unit: units} of it (null: all).
-- Gives: both new numbers; owed {unit: units}
CREATE OR REPLACE FUNCTION ledger_carry_owed_v1(
    f ledger_turn, p_from_seq bigint, t ledger_turn, p_to_seq bigint, p_kind integer, p_most jsonb,
    OUT from_seq bigint, OUT to_seq bigint, OUT owed jsonb
)
LANGUAGE plpgsql AS $$
DECLARE
    v_debt record;
BEGIN
    from_seq := p_from_seq;
    to_seq := p_to_seq;
    owed := '{}';
    FOR v_debt IN
        SELECT w.unit, CASE
            WHEN p_most IS NULL THEN w.owed
            ELSE least(w.owed, coalesce((p_most ->> w.unit::text)::bigint, 0))
        END AS units
        FROM ledger_wallet AS w WHERE w.member_id = f.member_id AND w.owed > 0 ORDER BY w.unit
    LOOP
        CONTINUE WHEN v_debt.units = 0;
        from_seq := ledger_move_v1(f, from_seq, v_debt.unit, p_kind, 15, 3, v_debt.units, NULL, NULL);
        to_seq := ledger_move_v1(t, to_seq, v_debt.unit, p_kind, 3, 15, v_debt.units, NULL, NULL);
        owed := owed || jsonb_build_object(v_debt.unit::text, v_debt.units);
    END LOOP;
END $$;

-- ledger_end_holds: the open holds of a member, ended, for ledger_carry_holds to open elsewhere.
CREATE OR REPLACE FUNCTION ledger_end_holds_v1(f ledger_turn) RETURNS ledger_hold[]
LANGUAGE plpgsql AS $$
DECLARE
    v_holds ledger_hold[];
    v_hold ledger_hold;
BEGIN
    v_holds := ARRAY(
        SELECT h FROM ledger_hold AS h WHERE h.member_id = f.member_id AND h.state = 1 ORDER BY h.id
    );
    FOREACH v_hold IN ARRAY v_holds LOOP
        PERFORM ledger_end_hold_v1(f, v_hold.id, 3, 0);
    END LOOP;
    RETURN v_holds;
END $$;

-- ledger_carry_holds: holds follow their lots under the same ids, so that whoever made one can still capture it.
-- Takes: both turns, the holds that were ended, {old lot: new lot}
CREATE OR REPLACE FUNCTION ledger_carry_holds_v1(f ledger_turn, t ledger_turn, p_holds ledger_hold[], p_lots jsonb)
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_hold ledger_hold;
BEGIN
    FOREACH v_hold IN ARRAY p_holds LOOP
        INSERT INTO ledger_hold (member_id, id, club_id, amount, expires_at, unit, bound_to)
        VALUES (
            t.member_id, v_hold.id, t.club_id, v_hold.amount, v_hold.expires_at, v_hold.unit, v_hold.bound_to
        );
        INSERT INTO ledger_hold_lot (member_id, hold_id, lot_seq, club_id, amount)
        SELECT t.member_id, k.hold_id, (p_lots ->> k.lot_seq::text)::bigint, t.club_id, k.amount
        FROM ledger_hold_lot AS k WHERE k.member_id = f.member_id AND k.hold_id = v_hold.id;
        UPDATE ledger_lot AS l SET held = l.held + k.amount
        FROM ledger_hold_lot AS k
        WHERE k.member_id = t.member_id AND k.hold_id = v_hold.id
            AND l.member_id = t.member_id AND l.seq = k.lot_seq;
        UPDATE ledger_wallet SET held = held + v_hold.amount
        WHERE member_id = t.member_id AND unit = v_hold.unit;
    END LOOP;
END $$;

-- ledger_lock_pair: lock two members, always by id, and settle both up to one now.
CREATE OR REPLACE FUNCTION ledger_lock_pair_v1(p_club_id bigint, p_one bigint, p_other bigint) RETURNS timestamptz
LANGUAGE plpgsql AS $$
DECLARE
    v_first ledger_member_state;
    v_second ledger_member_state;
    v_now timestamptz;
BEGIN
    v_first := ledger_lock_v1(p_club_id, least(p_one, p_other));
    v_second := ledger_lock_v1(p_club_id, greatest(p_one, p_other));
    v_now := ledger_now_v1();
    PERFORM ledger_settle_member_v1(v_first, v_now), ledger_settle_member_v1(v_second, v_now);
    RETURN v_now;
END $$;

-- ledger_pair: two members as they are now; p_lock keeps both locked until the end of the transaction.
-- Gives: [what ledger_peek gives of one, with its kind, and of the other]. Raises: VF404 no such member
CREATE OR REPLACE FUNCTION ledger_pair_v1(p_club_id bigint, p_one bigint, p_other bigint, p_lock boolean)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_pair jsonb := '[]';
    v_id bigint;
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    IF p_lock THEN
        PERFORM ledger_lock_pair_v1(p_club_id, p_one, p_other);
    END IF;
    FOREACH v_id IN ARRAY ARRAY[p_one, p_other] LOOP
        v_pair := v_pair || (
            ledger_read_member_v1(p_club_id, v_id) || jsonb_build_object(
                'event', 0, 'answer', NULL, 'status', 0,
                'kind', (SELECT s.kind FROM ledger_member_state AS s WHERE s.member_id = v_id)
            )
        );
    END LOOP;
    RETURN v_pair;
END $$;

-- ledger_close_moved: write one side's event and the member as it is afterwards.
-- Takes: the turn; the side {version, state, review, kind, answer, outbox}; the common part {credential, programme,
--   reason}; the other side's event; last movement number; whom it is merged into; idle ends. Gives: the event's result
CREATE OR REPLACE FUNCTION ledger_close_moved_v1(
    t ledger_turn, p_side jsonb, p_common jsonb, p_origin bigint, p_seq bigint, p_into bigint, p_idle jsonb
) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    m ledger_member_state;
    v_answer jsonb;
BEGIN
    SELECT s.* INTO m FROM ledger_member_state AS s WHERE s.member_id = t.member_id;
    IF m.state_version <> (p_side ->> 'version')::bigint THEN
        RAISE EXCEPTION 'member % changed under its lock', t.member_id USING ERRCODE = 'VF500';
    END IF;
    UPDATE ledger_member_state
    SET state_version = m.state_version + 1, movement_seq = p_seq, merged_into = p_into,
        idle = p_idle, state = p_side -> 'state',
        next_due_at = CASE WHEN p_into IS NULL THEN ledger_next_due_v1(t.member_id, p_idle) END,
        next_review_day = CASE WHEN p_into IS NULL THEN (p_side ->> 'review')::integer END
    WHERE member_id = t.member_id;
    INSERT INTO ledger_outbox (member_id, event_id, number, club_id, topic, payload)
    SELECT t.member_id, t.event_id, o.ordinality, t.club_id, o.value ->> 'topic', o.value -> 'payload'
    FROM jsonb_array_elements(p_side -> 'outbox') WITH ORDINALITY AS o;
    v_answer := (p_side -> 'answer')
        || jsonb_build_object('event_id', t.event_id::text, 'balances', ledger_balances_v1(t.member_id));
    INSERT INTO ledger_event (
        member_id, id, club_id, event_at, recorded_at, credential_id, programme_version_id, state_version,
        first_seq, last_seq, origin_event_id, status, kind, reason, answer
    ) VALUES (
        t.member_id, t.event_id, t.club_id, t.at, t.now, (p_common ->> 'credential')::bigint,
        (p_common ->> 'programme')::bigint, m.state_version + 1, m.movement_seq + 1, p_seq, p_origin, 200,
        p_side ->> 'kind', p_side ->> 'reason', v_answer
    );
    RETURN jsonb_build_object(
        'outcome', 'posted', 'state_version', m.state_version + 1, 'status', 200, 'answer', v_answer
    );
END $$;

-- ledger_later_idle: when idle units end for two members who are one: the later moment of each unit.
CREATE OR REPLACE FUNCTION ledger_later_idle_v1(p_one jsonb, p_other jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT coalesce(jsonb_object_agg(i.key, i.ends_at), '{}') FROM (
            SELECT e.key, max((e.value #>> '{}')::timestamptz) AS ends_at
            FROM (SELECT * FROM jsonb_each(p_one) UNION ALL SELECT * FROM jsonb_each(p_other)) AS e
            GROUP BY e.key
        ) AS i
    );
END $$;

-- ledger_merge: carry all that one member has to another, and from now on answer "moved" for the one.
-- Takes: {club, at, credential, programme, survivor: side, duplicate: side}; a side is {member, event, version, state,
--   review, kind, reason, answer, outbox}. Gives: the survivor's event as ledger_post gives one
-- Raises: VF404 no such member, VF500 one of them is merged already or changed under the lock
CREATE OR REPLACE FUNCTION ledger_merge_v1(p_merge jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_club_id constant bigint := p_merge ->> 'club';
    v_into constant jsonb := p_merge -> 'survivor';
    v_from constant jsonb := p_merge -> 'duplicate';
    v_now constant timestamptz := ledger_lock_pair_v1(
        v_club_id, (v_into ->> 'member')::bigint, (v_from ->> 'member')::bigint
    );
    t constant ledger_turn := ROW(
        v_club_id, (v_into ->> 'member')::bigint, (v_into ->> 'event')::bigint,
        (p_merge ->> 'at')::timestamptz, v_now
    )::ledger_turn;
    f constant ledger_turn := ROW(
        v_club_id, (v_from ->> 'member')::bigint, (v_from ->> 'event')::bigint,
        (p_merge ->> 'at')::timestamptz, v_now
    )::ledger_turn;
    v_survivor ledger_member_state;
    v_duplicate ledger_member_state;
    v_holds ledger_hold[];
    v_lots record;
    v_owed record;
    v_idle jsonb;
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    SELECT s.* INTO v_survivor FROM ledger_member_state AS s WHERE s.member_id = t.member_id;
    SELECT s.* INTO v_duplicate FROM ledger_member_state AS s WHERE s.member_id = f.member_id;
    IF v_survivor.merged_into IS NOT NULL OR v_duplicate.merged_into IS NOT NULL THEN
        RAISE EXCEPTION 'one of the two is merged already' USING ERRCODE = 'VF500';
    END IF;
    v_holds := ledger_end_holds_v1(f);
    v_lots := ledger_carry_lots_v1(
        f, v_duplicate.movement_seq, t, v_survivor.movement_seq, 14, NULL
    );
    v_owed := ledger_carry_owed_v1(f, v_lots.from_seq, t, v_lots.to_seq, 14, NULL);
    PERFORM ledger_carry_holds_v1(f, t, v_holds, v_lots.lots);
    INSERT INTO ledger_merge (
        member_id, id, club_id, duplicate_id, first_seq, merged_at, owed, survivor_state
    ) VALUES (
        t.member_id, t.event_id, v_club_id, f.member_id, v_survivor.movement_seq + 1, v_now, v_owed.owed,
        v_into -> 'before'
    );
    v_idle := ledger_later_idle_v1(v_survivor.idle, v_duplicate.idle);
    PERFORM ledger_close_moved_v1(
        f, v_from, p_merge, t.event_id, v_owed.from_seq, t.member_id, v_duplicate.idle
    );
    RETURN ledger_close_moved_v1(t, v_into, p_merge, f.event_id, v_owed.to_seq, NULL, v_idle);
END $$;

-- ledger_unmerge: give back what is left of what a merge carried, by origin; what happened since stays.
-- Of what is owed the duplicate takes back at most what it brought. Idle units end for both when they would have ended.
-- Takes: as ledger_merge, with the merge's id. Gives: the survivor's event
-- Raises: VF404, VF428 a hold keeps units that are to go back, VF500 the merge does not stand
CREATE OR REPLACE FUNCTION ledger_unmerge_v1(p_merge jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_club_id constant bigint := p_merge ->> 'club';
    v_into constant jsonb := p_merge -> 'survivor';
    v_from constant jsonb := p_merge -> 'duplicate';
    v_now constant timestamptz := ledger_lock_pair_v1(
        v_club_id, (v_into ->> 'member')::bigint, (v_from ->> 'member')::bigint
    );
    f constant ledger_turn := ROW(
        v_club_id, (v_into ->> 'member')::bigint, (v_into ->> 'event')::bigint,
        (p_merge ->> 'at')::timestamptz, v_now
    )::ledger_turn;
    t constant ledger_turn := ROW(
        v_club_id, (v_from ->> 'member')::bigint, (v_from ->> 'event')::bigint,
        (p_merge ->> 'at')::timestamptz, v_now
    )::ledger_turn;
    v_merge ledger_merge;
    v_came bigint[];
    v_survivor ledger_member_state;
    v_duplicate ledger_member_state;
    v_lots record;
    v_owed record;
    v_idle jsonb;
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    SELECT m.* INTO v_merge FROM ledger_merge AS m
    WHERE m.member_id = f.member_id AND m.id = (p_merge ->> 'merge')::bigint;
    SELECT s.* INTO v_survivor FROM ledger_member_state AS s WHERE s.member_id = f.member_id;
    SELECT s.* INTO v_duplicate FROM ledger_member_state AS s WHERE s.member_id = t.member_id;
    IF v_merge.undone_at IS NOT NULL OR v_duplicate.merged_into IS DISTINCT FROM v_survivor.member_id
        OR v_survivor.merged_into IS NOT NULL THEN
        RAISE EXCEPTION 'this merge does not stand' USING ERRCODE = 'VF500';
    END IF;
    v_came := ARRAY(
        SELECT l.seq FROM ledger_came_v1(f.member_id, v_merge.id) AS l
        WHERE l.member_id = f.member_id AND l.state < 3
    );
    IF EXISTS (
        SELECT FROM ledger_lot AS l
        WHERE l.member_id = f.member_id AND l.seq = ANY (v_came) AND l.held > 0
    ) THEN
        RAISE EXCEPTION 'a hold keeps units that are to go back' USING ERRCODE = 'VF428';
    END IF;
    v_lots := ledger_carry_lots_v1(
        f, v_survivor.movement_seq, t, v_duplicate.movement_seq, 14, v_came
    );
    v_owed := ledger_carry_owed_v1(f, v_lots.from_seq, t, v_lots.to_seq, 14, v_merge.owed);
    UPDATE ledger_merge SET undone_at = v_now WHERE member_id = f.member_id AND id = v_merge.id;
    v_idle := ledger_later_idle_v1(v_survivor.idle, v_duplicate.idle);
    PERFORM ledger_close_moved_v1(t, v_from, p_merge, f.event_id, v_owed.to_seq, NULL, v_idle);
    RETURN ledger_close_moved_v1(f, v_into, p_merge, t.event_id, v_owed.from_seq, NULL, v_survivor.idle);
END $$;
