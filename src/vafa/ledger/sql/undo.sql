-- Undoing history in bulk: what post_history brought to members who did nothing since comes back whole, by reversing
-- entries of its own; every sale of it gets its return, every award its reversal. The books are blank afterwards, so
-- that a history can be posted anew.

-- ledger_undo_history: Takes: club; {kind, source, at, credential, programme};
--   members: ids; versions: the state version that the history left each at;
--   events:  member id, id of the event to undo, id of the event that undoes it
-- Gives: the ids of the members who are undone now; others have more in their book and are left as they were.
CREATE OR REPLACE FUNCTION ledger_undo_history_v1(
    p_club_id bigint, p_header jsonb, p_members bigint[], p_versions bigint[], p_events bigint[]
) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_ids bigint[];
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    PERFORM FROM ledger_member_state AS s
    WHERE s.club_id = p_club_id AND s.member_id = ANY (p_members)
    ORDER BY s.member_id FOR NO KEY UPDATE;
    v_ids := ledger_undoable_v1(p_club_id, p_members, p_versions, p_events);
    IF v_ids <> '{}' THEN
        PERFORM ledger_undo_awards_v1(p_club_id, p_header, v_ids, p_events);
        PERFORM ledger_undo_events_v1(p_club_id, p_header, v_ids, p_events);
        PERFORM ledger_undo_close_v1(p_club_id, v_ids);
    END IF;
    RETURN v_ids;
END $$;

-- ledger_undoable: whose book is this history and nothing else: no later event, nothing spent, held, owed or budgeted.
CREATE OR REPLACE FUNCTION ledger_undoable_v1(
    p_club_id bigint, p_members bigint[], p_versions bigint[], p_events bigint[]
) RETURNS bigint[]
LANGUAGE plpgsql SET enable_nestloop = off AS $$
BEGIN
    RETURN (
        WITH undone AS MATERIALIZED (
            SELECT p_events[k + 1] AS member_id, p_events[k + 2] AS event_id
            FROM generate_series(0, cardinality(p_events) - 3, 3) AS k
        ), later AS (
            SELECT e.member_id FROM ledger_event AS e
            JOIN unnest(p_members, p_versions) AS m (id, version) ON m.id = e.member_id
            WHERE e.member_id = ANY (p_members) AND e.status = 200 AND e.state_version > m.version
        ), returned AS (
            SELECT s.member_id FROM ledger_sale AS s
            JOIN undone AS u ON u.member_id = s.member_id AND u.event_id = s.returns_sale_id
            WHERE s.member_id = ANY (p_members) AND s.returns_sale_id IS NOT NULL
        ), awarded AS (
            SELECT a.member_id, sum(coalesce(l.remaining, 0)) AS remaining, bool_or(
                a.units <> coalesce(l.remaining + l.expired, 0) OR coalesce(a.detail ->> 'budget', '') <> ''
            ) AS is_used
            FROM ledger_award AS a
            JOIN undone AS u ON u.member_id = a.member_id AND u.event_id = a.event_id
            LEFT JOIN ledger_lot AS l
                ON l.member_id = a.member_id AND l.seq = a.lot_seq AND l.member_id = ANY (p_members)
            WHERE a.member_id = ANY (p_members)
            GROUP BY a.member_id
        ), wallet AS (
            SELECT w.member_id, sum(w.spendable + w.pending) AS units, sum(w.held + w.owed) AS bound
            FROM ledger_wallet AS w WHERE w.member_id = ANY (p_members) GROUP BY w.member_id
        )
        SELECT coalesce(array_agg(s.member_id ORDER BY s.member_id), '{}')
        FROM ledger_member_state AS s
        LEFT JOIN awarded AS a ON a.member_id = s.member_id
        LEFT JOIN wallet AS w ON w.member_id = s.member_id
        WHERE s.club_id = p_club_id AND s.member_id = ANY (p_members) AND s.merged_into IS NULL
            AND coalesce(w.units, 0) = coalesce(a.remaining, 0) AND coalesce(w.bound, 0) = 0
            AND NOT coalesce(a.is_used, false)
            AND s.member_id NOT IN (SELECT l.member_id FROM later AS l)
            AND s.member_id NOT IN (SELECT r.member_id FROM returned AS r)
    );
END $$;

-- ledger_undo_awards: what is left in an award's lot is taken back, what expired of it is taken from breakage.
CREATE OR REPLACE FUNCTION ledger_undo_awards_v1(
    p_club_id bigint, p_header jsonb, p_ids bigint[], p_events bigint[]
) RETURNS void
LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
    v_now constant timestamptz := ledger_now_v1();
BEGIN
    WITH undone AS MATERIALIZED (
        SELECT p_events[k + 1] AS member_id, p_events[k + 2] AS event_id, p_events[k + 3] AS undo_id
        FROM generate_series(0, cardinality(p_events) - 3, 3) AS k
        WHERE p_events[k + 1] = ANY (p_ids)
    ), taken AS MATERIALIZED (
        SELECT a.member_id, u.undo_id, a.id AS award_id, a.unit, a.units, a.basis, a.lot_seq,
            coalesce(l.remaining, 0) AS remaining, coalesce(l.expired, 0) AS expired,
            CASE l.state WHEN 1 THEN 2 ELSE 1 END AS account
        FROM ledger_award AS a
        JOIN undone AS u ON u.member_id = a.member_id AND u.event_id = a.event_id
        LEFT JOIN ledger_lot AS l
            ON l.member_id = a.member_id AND l.seq = a.lot_seq AND l.member_id = ANY (p_ids)
        WHERE a.member_id = ANY (p_ids)
    ), steps AS MATERIALIZED (
        SELECT t.*, x.kind, x.amount, x.from_account,
            s.movement_seq + row_number() OVER (PARTITION BY t.member_id ORDER BY t.undo_id, t.award_id, x.kind) AS seq
        FROM taken AS t
        CROSS JOIN LATERAL (VALUES (5, t.remaining, t.account), (6, t.expired, 12)) AS x (kind, amount, from_account)
        JOIN ledger_member_state AS s ON s.member_id = t.member_id AND s.member_id = ANY (p_ids)
        WHERE x.amount > 0
    ), moved AS (
        INSERT INTO ledger_movement (
            member_id, seq, club_id, event_id, lot_seq, award_id, amount, balance_after, effective_at,
            recorded_at, unit, kind, from_account, to_account
        )
        SELECT s.member_id, s.seq, p_club_id, s.undo_id, s.lot_seq, s.award_id, s.amount,
            w.spendable - sum(CASE s.from_account WHEN 1 THEN s.amount ELSE 0 END)
                OVER (PARTITION BY s.member_id, s.unit ORDER BY s.seq),
            (p_header ->> 'at')::timestamptz, v_now, s.unit, s.kind, s.from_account, 10
        FROM steps AS s
        JOIN ledger_wallet AS w ON w.member_id = s.member_id AND w.unit = s.unit AND w.member_id = ANY (p_ids)
        ORDER BY s.member_id, s.seq
    ), used AS (
        INSERT INTO ledger_lot_use (member_id, seq, lot_seq, club_id, amount)
        SELECT s.member_id, s.seq, s.lot_seq, p_club_id, s.amount FROM steps AS s WHERE s.kind = 5
    ), reversed AS (
        INSERT INTO ledger_award_reversal (
            member_id, award_id, event_id, club_id, units, basis, from_lot, from_others, from_owed,
            from_breakage, forgiven
        )
        SELECT t.member_id, t.award_id, t.undo_id, p_club_id, t.units, t.basis, t.remaining, 0, 0, t.expired, 0
        FROM taken AS t
    )
    UPDATE ledger_lot AS l SET remaining = 0, state = 3
    FROM steps AS s
    WHERE l.member_id = s.member_id AND l.seq = s.lot_seq AND s.kind = 5 AND l.member_id = ANY (p_ids);
    UPDATE ledger_wallet AS w SET spendable = 0, pending = 0, last_seq = m.last_seq
    FROM (
        SELECT m.member_id, m.unit, max(m.seq) AS last_seq
        FROM ledger_movement AS m WHERE m.member_id = ANY (p_ids) GROUP BY m.member_id, m.unit
    ) AS m
    WHERE w.member_id = m.member_id AND w.unit = m.unit AND w.member_id = ANY (p_ids);
END $$;

-- ledger_undo_events: one event for each that is undone, the return of each sale, and their natural keys.
CREATE OR REPLACE FUNCTION ledger_undo_events_v1(
    p_club_id bigint, p_header jsonb, p_ids bigint[], p_events bigint[]
) RETURNS void
LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
    v_now constant timestamptz := ledger_now_v1();
BEGIN
    WITH undone AS MATERIALIZED (
        SELECT p_events[k + 1] AS member_id, p_events[k + 2] AS event_id, p_events[k + 3] AS undo_id
        FROM generate_series(0, cardinality(p_events) - 3, 3) AS k
        WHERE p_events[k + 1] = ANY (p_ids)
    ), moved AS (
        SELECT m.member_id, m.event_id, min(m.seq) AS first_seq, max(m.seq) AS last_seq
        FROM ledger_movement AS m
        JOIN undone AS u ON u.member_id = m.member_id AND u.undo_id = m.event_id
        WHERE m.member_id = ANY (p_ids)
        GROUP BY m.member_id, m.event_id
    ), noted AS (
        INSERT INTO ledger_event (
            member_id, id, club_id, event_at, recorded_at, credential_id, programme_version_id, state_version,
            first_seq, last_seq, origin_event_id, status, kind, answer
        )
        SELECT u.member_id, u.undo_id, p_club_id, (p_header ->> 'at')::timestamptz, v_now,
            (p_header ->> 'credential')::bigint, (p_header ->> 'programme')::bigint, s.state_version + 1,
            coalesce(m.first_seq, 1), coalesce(m.last_seq, 0), u.event_id, 200, p_header ->> 'kind',
            jsonb_build_object('event_id', u.undo_id::text)
        FROM undone AS u
        JOIN ledger_member_state AS s ON s.member_id = u.member_id AND s.member_id = ANY (p_ids)
        LEFT JOIN moved AS m ON m.member_id = u.member_id AND m.event_id = u.undo_id
    ), referred AS (
        INSERT INTO ledger_source_ref (
            club_id, source, document, effect, revision, member_id, event_id, created_at
        )
        SELECT p_club_id, p_header ->> 'source', u.event_id::text, 'refund', 0, u.member_id, u.undo_id, v_now
        FROM undone AS u
    ), returned AS (
        INSERT INTO ledger_sale (
            member_id, id, club_id, occurred_at, recorded_at, net_rials, vat_rials, to_pay_rials,
            qualifying_rials, returns_sale_id, document, branch, channel, detail
        )
        SELECT s.member_id, u.undo_id, p_club_id, (p_header ->> 'at')::timestamptz, v_now, s.net_rials,
            s.vat_rials, s.to_pay_rials, 0, s.id, s.id::text, s.branch, s.channel, '{"restored": []}'
        FROM ledger_sale AS s
        JOIN undone AS u ON u.member_id = s.member_id AND u.event_id = s.id
        WHERE s.member_id = ANY (p_ids)
    )
    INSERT INTO ledger_sale_line (
        member_id, sale_id, number, club_id, quantity_milli, gross_rials, net_rials, vat_rials,
        product_group, product, kind
    )
    SELECT l.member_id, u.undo_id, l.number, p_club_id, l.quantity_milli, l.gross_rials, l.net_rials,
        l.vat_rials, l.product_group, l.product, l.kind
    FROM ledger_sale_line AS l
    JOIN undone AS u ON u.member_id = l.member_id AND u.event_id = l.sale_id
    WHERE l.member_id = ANY (p_ids);
END $$;

-- ledger_undo_close: the members stand where they stood before they ever bought; whatever is left in a book is refused.
CREATE OR REPLACE FUNCTION ledger_undo_close_v1(p_club_id bigint, p_ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ledger_member_state AS s
    SET state_version = s.state_version + 1, next_review_day = NULL, next_due_at = NULL, state = '{}',
        idle = '{}',
        movement_seq = (
            SELECT coalesce(max(m.seq), 0) FROM ledger_movement AS m WHERE m.member_id = s.member_id
        )
    WHERE s.member_id = ANY (p_ids) AND s.club_id = p_club_id;
    IF EXISTS (
        SELECT FROM ledger_lot AS l WHERE l.member_id = ANY (p_ids) AND l.state < 3
    ) THEN
        RAISE EXCEPTION 'the undone history left something behind' USING ERRCODE = 'VF500';
    END IF;
END $$;
