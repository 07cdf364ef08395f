-- History enters here: many members a call, each with everything that happened to it, under the same constraints as
-- a posting. Numbers come row after row in one bigint[] per table (its elements are found at once), texts column after
-- column in one text[] (they are not: they are unnested). A member is named by its position. 0 stands for "none" where
-- a moment (epoch seconds), event, lot or award may be missing.

-- A book is blank when nothing is in it: no state, no units (what came earlier was undone). History may enter it, its
-- movements numbered on from those that are there; the header names documents that come again, with their revisions.

-- ledger_post_history: Takes: club; {source, kind, programme, credential, revisions: {document: revision}};
--   members: id, review day (0 none) | state, idle (JSON)
--   events:  member, id, at, net, vat, to_pay, qualifying | document, branch, channel, detail (JSON)
--   lines:   member, event, number, quantity, gross, net, vat | group, product, kind
--   movements: member, seq, kind, unit, from, to, amount, at, event, lot, award
--   uses:    member, seq, lot, amount
--   lots:    member, seq, unit, issued, remaining, state, available_at, expires_at, award
--   awards:  member, event, id, unit, units, uncapped, basis, day, carry, qualifying | rule, tier, detail (JSON)
-- Gives: one boolean per member: posted now, or replayed (its first event was posted before)
-- Raises: VF404 no such member, VF427 a member has a book already, VF425 a document is posted already,
--         VF500 the rows contradict each other
CREATE OR REPLACE FUNCTION ledger_post_history_v1(
    p_club_id bigint, p_header jsonb, p_members bigint[], p_member_texts text[], p_events bigint[],
    p_event_texts text[], p_lines bigint[], p_line_texts text[], p_movements bigint[], p_uses bigint[],
    p_lots bigint[], p_awards bigint[], p_award_texts text[]
) RETURNS boolean[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_ids bigint[];
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    v_ids := ledger_history_members_v1(p_club_id, p_members, p_events);
    PERFORM ledger_history_movements_v1(p_club_id, v_ids, p_movements, p_events, p_awards);
    PERFORM ledger_history_lots_v1(p_club_id, v_ids, p_lots, p_uses, p_awards);
    PERFORM ledger_history_awards_v1(p_club_id, p_header, v_ids, p_awards, p_award_texts, p_events, p_lots);
    PERFORM ledger_history_sales_v1(p_club_id, v_ids, p_events, p_event_texts, p_lines, p_line_texts);
    PERFORM ledger_history_events_v1(p_club_id, p_header, v_ids, p_events, p_event_texts, p_movements, p_awards);
    PERFORM ledger_history_close_v1(p_club_id, v_ids, p_members, p_member_texts);
    RETURN ARRAY(SELECT v_ids[n] IS NOT NULL FROM generate_series(1, cardinality(v_ids)) AS n);
END $$;

-- ledger_is_blank: whether nothing is in a member's book.
CREATE OR REPLACE FUNCTION ledger_is_blank_v1(p_member_id bigint, p_state jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN p_state = '{}' AND NOT EXISTS (
        SELECT FROM ledger_wallet AS w
        WHERE w.member_id = p_member_id AND w.spendable + w.held + w.pending + w.owed > 0
    );
END $$;

-- ledger_history_members: lock the members. Gives: their ids by position, null for one whose history is there already.
CREATE OR REPLACE FUNCTION ledger_history_members_v1(p_club_id bigint, p_members bigint[], p_events bigint[])
RETURNS bigint[]
LANGUAGE plpgsql AS $$
DECLARE
    v_count constant integer := cardinality(p_members) / 2;
    v_firsts bigint[] := array_fill(0::bigint, ARRAY[v_count]);
    v_ids bigint[] := '{}';
    v_member record;
BEGIN
    FOR i IN REVERSE cardinality(p_events) / 7 - 1 .. 0 LOOP
        v_firsts[p_events[i * 7 + 1]] := p_events[i * 7 + 2];
    END LOOP;
    PERFORM FROM ledger_member_state AS s
    WHERE s.club_id = p_club_id
        AND s.member_id IN (SELECT p_members[n * 2 + 1] FROM generate_series(0, v_count - 1) AS n)
    ORDER BY s.member_id FOR NO KEY UPDATE;
    FOR v_member IN
        SELECT n, p_members[n * 2 - 1] AS id, s.member_id IS NULL AS is_missing,
            s.state_version = 0 OR ledger_is_blank_v1(s.member_id, s.state) AS is_blank,
            EXISTS (
                SELECT FROM ledger_event AS e
                WHERE e.member_id = p_members[n * 2 - 1] AND e.id = v_firsts[n]
            ) AS is_replayed
        FROM generate_series(1, v_count) AS n
        LEFT JOIN ledger_member_state AS s ON s.member_id = p_members[n * 2 - 1] AND s.club_id = p_club_id
        ORDER BY n
    LOOP
        IF v_member.is_missing THEN
            RAISE EXCEPTION 'no such member' USING ERRCODE = 'VF404';
        ELSIF NOT v_member.is_blank AND NOT v_member.is_replayed THEN
            RAISE EXCEPTION 'member % has a book already', v_member.id USING ERRCODE = 'VF427';
        END IF;
        v_ids[v_member.n] := CASE WHEN v_member.is_replayed THEN NULL ELSE v_member.id END;
    END LOOP;
    RETURN v_ids;
END $$;

CREATE OR REPLACE FUNCTION ledger_history_movements_v1(
    p_club_id bigint, p_ids bigint[], p_movements bigint[], p_events bigint[], p_awards bigint[]
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_now constant timestamptz := ledger_now_v1();
BEGIN
    INSERT INTO ledger_movement (
        member_id, seq, club_id, event_id, lot_seq, award_id, amount, balance_after, effective_at,
        recorded_at, unit, kind, from_account, to_account
    )
    SELECT m.member_id, m.seq, p_club_id, m.event_id, m.lot_seq, m.award_id, m.amount,
        sum(CASE WHEN m.to_account IN (1, 3) THEN m.amount ELSE 0 END
            - CASE WHEN m.from_account IN (1, 3) THEN m.amount ELSE 0 END)
            OVER (PARTITION BY m.member_id, m.unit ORDER BY m.seq),
        to_timestamp(m.at), v_now, m.unit, m.kind, m.from_account, m.to_account
    FROM (
        SELECT p_ids[p_movements[k + 1]] AS member_id, p_movements[k + 2] AS seq,
            p_movements[k + 3] AS kind, p_movements[k + 4] AS unit, p_movements[k + 5] AS from_account,
            p_movements[k + 6] AS to_account, p_movements[k + 7] AS amount, p_movements[k + 8] AS at,
            p_events[nullif(p_movements[k + 9], 0) * 7 - 5] AS event_id,
            nullif(p_movements[k + 10], 0) AS lot_seq,
            p_awards[nullif(p_movements[k + 11], 0) * 10 - 7] AS award_id
        FROM generate_series(0, cardinality(p_movements) - 11, 11) AS k
    ) AS m
    WHERE m.member_id IS NOT NULL
    ORDER BY m.member_id, m.seq;
    INSERT INTO ledger_wallet (member_id, unit, club_id, spendable, pending, owed, last_seq)
    SELECT m.member_id, m.unit, p_club_id,
        sum(CASE 1 WHEN m.to_account THEN m.amount WHEN m.from_account THEN -m.amount ELSE 0 END),
        sum(CASE 2 WHEN m.to_account THEN m.amount WHEN m.from_account THEN -m.amount ELSE 0 END),
        sum(CASE 3 WHEN m.from_account THEN m.amount WHEN m.to_account THEN -m.amount ELSE 0 END),
        max(m.seq)
    FROM ledger_movement AS m WHERE m.member_id = ANY (p_ids) GROUP BY m.member_id, m.unit
    ON CONFLICT (member_id, unit) DO UPDATE
    SET spendable = excluded.spendable, pending = excluded.pending, owed = excluded.owed,
        last_seq = excluded.last_seq;
END $$;

-- Row security and arrays hide from the planner how many rows there are: nested loops would be chosen, and be
-- quadratic.
-- Without them each joined table has to name the members, or all of it would be read.
CREATE OR REPLACE FUNCTION ledger_history_lots_v1(
    p_club_id bigint, p_ids bigint[], p_lots bigint[], p_uses bigint[], p_awards bigint[]
) RETURNS void
LANGUAGE plpgsql SET enable_nestloop = off AS $$
BEGIN
    INSERT INTO ledger_lot_use (member_id, seq, lot_seq, club_id, amount)
    SELECT p_ids[p_uses[k + 1]], p_uses[k + 2], p_uses[k + 3], p_club_id, p_uses[k + 4]
    FROM generate_series(0, cardinality(p_uses) - 4, 4) AS k
    WHERE p_ids[p_uses[k + 1]] IS NOT NULL;
    INSERT INTO ledger_lot (
        member_id, seq, club_id, unit, issued, remaining, expired, state, available_at, expires_at,
        award_id, class
    )
    SELECT m.member_id, m.seq, p_club_id, p_lots[k + 3], p_lots[k + 4], p_lots[k + 5],
        coalesce(e.units, 0), p_lots[k + 6],
        coalesce(to_timestamp(nullif(p_lots[k + 7], 0)), m.effective_at),
        to_timestamp(nullif(p_lots[k + 8], 0)), p_awards[nullif(p_lots[k + 9], 0) * 10 - 7], 0
    FROM generate_series(0, cardinality(p_lots) - 9, 9) AS k
    JOIN ledger_movement AS m ON m.member_id = p_ids[p_lots[k + 1]] AND m.seq = p_lots[k + 2]
    LEFT JOIN (
        SELECT u.member_id, u.lot_seq, sum(u.amount) AS units
        FROM ledger_lot_use AS u
        JOIN ledger_movement AS x ON x.member_id = u.member_id AND x.seq = u.seq
        WHERE u.member_id = ANY (p_ids) AND x.member_id = ANY (p_ids) AND x.kind = 3
        GROUP BY u.member_id, u.lot_seq
    ) AS e ON e.member_id = m.member_id AND e.lot_seq = m.seq
    WHERE m.member_id = ANY (p_ids);
END $$;

CREATE OR REPLACE FUNCTION ledger_history_awards_v1(
    p_club_id bigint, p_header jsonb, p_ids bigint[], p_awards bigint[], p_texts text[],
    p_events bigint[], p_lots bigint[]
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_count constant integer := cardinality(p_awards) / 10;
BEGIN
    INSERT INTO ledger_award (
        member_id, id, club_id, event_id, programme_version_id, lot_seq, unit, units, uncapped, basis,
        day, carry, qualifying, rule, tier, detail
    )
    SELECT p_ids[p_awards[n * 10 - 9]], p_awards[n * 10 - 7], p_club_id,
        p_events[p_awards[n * 10 - 8] * 7 - 5], (p_header ->> 'programme')::bigint, l.seq,
        p_awards[n * 10 - 6], p_awards[n * 10 - 5], p_awards[n * 10 - 4], p_awards[n * 10 - 3],
        p_awards[n * 10 - 2], p_awards[n * 10 - 1], p_awards[n * 10], rule, tier, detail::jsonb
    FROM unnest(p_texts[1:v_count], p_texts[v_count + 1:2 * v_count], p_texts[2 * v_count + 1:3 * v_count])
        WITH ORDINALITY AS t (rule, tier, detail, n)
    LEFT JOIN (
        SELECT p_lots[k + 9] AS award, p_lots[k + 2] AS seq
        FROM generate_series(0, cardinality(p_lots) - 9, 9) AS k
    ) AS l ON l.award = n
    WHERE p_ids[p_awards[n * 10 - 9]] IS NOT NULL;
END $$;

CREATE OR REPLACE FUNCTION ledger_history_sales_v1(
    p_club_id bigint, p_ids bigint[], p_events bigint[], p_event_texts text[], p_lines bigint[],
    p_line_texts text[]
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_events constant integer := cardinality(p_events) / 7;
    v_lines constant integer := cardinality(p_lines) / 7;
BEGIN
    INSERT INTO ledger_sale (
        member_id, id, club_id, occurred_at, recorded_at, net_rials, vat_rials, to_pay_rials,
        qualifying_rials, document, branch, channel, detail
    )
    SELECT p_ids[p_events[n * 7 - 6]], p_events[n * 7 - 5], p_club_id, to_timestamp(p_events[n * 7 - 4]),
        ledger_now_v1(), p_events[n * 7 - 3], p_events[n * 7 - 2], p_events[n * 7 - 1], p_events[n * 7],
        document, branch, channel, detail::jsonb
    FROM unnest(
        p_event_texts[1:v_events], p_event_texts[v_events + 1:2 * v_events],
        p_event_texts[2 * v_events + 1:3 * v_events], p_event_texts[3 * v_events + 1:4 * v_events]
    ) WITH ORDINALITY AS t (document, branch, channel, detail, n)
    WHERE p_ids[p_events[n * 7 - 6]] IS NOT NULL;
    INSERT INTO ledger_sale_line (
        member_id, sale_id, number, club_id, quantity_milli, gross_rials, net_rials, vat_rials,
        product_group, product, kind
    )
    SELECT p_ids[p_lines[n * 7 - 6]], p_events[p_lines[n * 7 - 5] * 7 - 5], p_lines[n * 7 - 4], p_club_id,
        p_lines[n * 7 - 3], p_lines[n * 7 - 2], p_lines[n * 7 - 1], p_lines[n * 7],
        product_group, product, kind
    FROM unnest(
        p_line_texts[1:v_lines], p_line_texts[v_lines + 1:2 * v_lines],
        p_line_texts[2 * v_lines + 1:3 * v_lines]
    ) WITH ORDINALITY AS t (product_group, product, kind, n)
    WHERE p_ids[p_lines[n * 7 - 6]] IS NOT NULL;
END $$;

-- ledger_history_events: the events, and their documents in the directory, so that no till can post them again.
CREATE OR REPLACE FUNCTION ledger_history_events_v1(
    p_club_id bigint, p_header jsonb, p_ids bigint[], p_events bigint[], p_event_texts text[],
    p_movements bigint[], p_awards bigint[]
) RETURNS void
LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
    v_revisions constant jsonb := coalesce(p_header -> 'revisions', '{}');
    v_wanted bigint;
    v_claimed bigint;
BEGIN
    INSERT INTO ledger_event (
        member_id, id, club_id, event_at, recorded_at, credential_id, programme_version_id, state_version,
        first_seq, last_seq, award_ids, status, kind, answer
    )
    SELECT p_ids[p_events[n * 7 - 6]], p_events[n * 7 - 5], p_club_id, to_timestamp(p_events[n * 7 - 4]),
        ledger_now_v1(), (p_header ->> 'credential')::bigint, (p_header ->> 'programme')::bigint,
        s.state_version + 1,
        coalesce(m.first_seq, 1), coalesce(m.last_seq, 0), coalesce(a.ids, '{}'), 200, p_header ->> 'kind',
        jsonb_build_object('event_id', p_events[n * 7 - 5]::text)
    FROM generate_series(1, cardinality(p_events) / 7) AS n
    JOIN ledger_member_state AS s ON s.member_id = p_ids[p_events[n * 7 - 6]] AND s.member_id = ANY (p_ids)
    LEFT JOIN (
        SELECT p_movements[k + 9] AS event, min(p_movements[k + 2]) AS first_seq,
            max(p_movements[k + 2]) AS last_seq
        FROM generate_series(0, cardinality(p_movements) - 11, 11) AS k GROUP BY 1
    ) AS m ON m.event = n
    LEFT JOIN (
        SELECT p_awards[k + 2] AS event, array_agg(p_awards[k + 3] ORDER BY k) AS ids
        FROM generate_series(0, cardinality(p_awards) - 10, 10) AS k GROUP BY 1
    ) AS a ON a.event = n
    WHERE p_ids[p_events[n * 7 - 6]] IS NOT NULL;
    GET DIAGNOSTICS v_wanted = ROW_COUNT;
    INSERT INTO ledger_source_ref (
        club_id, source, document, effect, revision, member_id, event_id, created_at
    )
    SELECT p_club_id, p_header ->> 'source', document, p_header ->> 'kind',
        coalesce((v_revisions ->> document)::integer, 0),
        p_ids[p_events[n * 7 - 6]], p_events[n * 7 - 5], clock_timestamp()
    FROM unnest(p_event_texts[1:cardinality(p_events) / 7]) WITH ORDINALITY AS t (document, n)
    WHERE p_ids[p_events[n * 7 - 6]] IS NOT NULL
    ORDER BY document
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS v_claimed = ROW_COUNT;
    IF v_claimed < v_wanted THEN
        RAISE EXCEPTION '% documents are posted already', v_wanted - v_claimed USING ERRCODE = 'VF425';
    END IF;
END $$;

-- ledger_history_close: store the members' state, and refuse rows that contradict each other.
CREATE OR REPLACE FUNCTION ledger_history_close_v1(
    p_club_id bigint, p_ids bigint[], p_members bigint[], p_texts text[]
) RETURNS void
LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
    v_count constant integer := cardinality(p_ids);
BEGIN
    UPDATE ledger_member_state AS s
    SET state_version = s.state_version + 1,
        movement_seq = (
            SELECT coalesce(max(m.seq), 0) FROM ledger_movement AS m WHERE m.member_id = s.member_id
        ),
        next_review_day = nullif(p_members[n * 2], 0),
        state = t.state::jsonb,
        idle = t.idle::jsonb,
        next_due_at = ledger_next_due_v1(s.member_id, t.idle::jsonb)
    FROM unnest(p_texts[1:v_count], p_texts[v_count + 1:2 * v_count])
        WITH ORDINALITY AS t (state, idle, n)
    WHERE s.member_id = p_ids[n] AND s.member_id = ANY (p_ids) AND s.club_id = p_club_id;
    IF EXISTS (
        SELECT FROM ledger_movement AS m WHERE m.member_id = ANY (p_ids)
        GROUP BY m.member_id HAVING count(*) <> max(m.seq)
    ) OR EXISTS (
        SELECT FROM ledger_wallet AS w
        LEFT JOIN ledger_lot AS l ON l.member_id = w.member_id AND l.unit = w.unit AND l.member_id = ANY (p_ids)
        WHERE w.member_id = ANY (p_ids)
        GROUP BY w.member_id, w.unit
        HAVING w.spendable <> coalesce(sum(l.remaining) FILTER (WHERE l.state = 2), 0)
            OR w.pending <> coalesce(sum(l.remaining) FILTER (WHERE l.state = 1), 0)
    ) OR EXISTS (
        SELECT FROM ledger_lot AS l
        LEFT JOIN ledger_lot_use AS u
            ON u.member_id = l.member_id AND u.lot_seq = l.seq AND u.member_id = ANY (p_ids)
        WHERE l.member_id = ANY (p_ids)
        GROUP BY l.member_id, l.seq HAVING l.issued - l.remaining <> coalesce(sum(u.amount), 0)
    ) THEN
        RAISE EXCEPTION 'movements, lots and their uses contradict each other' USING ERRCODE = 'VF500';
    END IF;
END $$;
