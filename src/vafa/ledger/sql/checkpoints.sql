-- Sealing what was posted, and finding what was changed behind a seal. Amounts, accounts, ids and times are sealed;
-- texts are not, so that erasing a person breaks no proof.

-- ledger_movement_line: one movement as the text that is hashed. Moments are microseconds since 1970.
CREATE OR REPLACE FUNCTION ledger_movement_line_v1(m ledger_movement) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT concat_ws('|',
        m.seq, m.kind, m.from_account, m.to_account, m.unit, m.amount, m.balance_after,
        coalesce(m.event_id, 0), coalesce(m.lot_seq, 0), coalesce(m.award_id, 0),
        (extract(epoch FROM m.effective_at) * 1000000)::bigint,
        (extract(epoch FROM m.recorded_at) * 1000000)::bigint
    )
$$;

-- ledger_leaf_text: what a leaf is the hash of: whose movements, which, and a line for each.
CREATE OR REPLACE FUNCTION ledger_leaf_text_v1(
    p_club_id bigint, p_member_id bigint, p_first_seq bigint, p_last_seq bigint, p_lines text
) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT concat_ws('|', 'vafa leaf 1', p_club_id, p_member_id, p_first_seq, p_last_seq) || E'\n' || p_lines
$$;

-- ledger_leaf_hash: a zero byte before the text tells a leaf from a node of the tree.
CREATE OR REPLACE FUNCTION ledger_leaf_hash_v1(p_text text) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256('\x00'::bytea || convert_to(p_text, 'UTF8'))
$$;

-- ledger_last_checkpoint: wait for this club's turn to seal, until the end of the transaction.
-- Gives: {number, head (hex), sealed_at} of the newest checkpoint; number 0 before the first
CREATE OR REPLACE FUNCTION ledger_last_checkpoint_v1(p_club_id bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    PERFORM pg_advisory_xact_lock(hashtextextended('vafa checkpoint', p_club_id));
    RETURN coalesce((
        SELECT jsonb_build_object('number', c.number, 'head', encode(c.head, 'hex'), 'sealed_at', c.sealed_at)
        FROM ledger_checkpoint AS c WHERE c.club_id = p_club_id ORDER BY c.number DESC LIMIT 1
    ), jsonb_build_object('number', 0, 'head', repeat('00', 32), 'sealed_at', NULL));
END $$;

-- ledger_seal_leaves: write the leaves of a new checkpoint: per member, what no leaf holds yet. A member's movements
-- become visible in the order of their numbers, so that what is seen has no hole that is filled later.
-- Takes: club, number, since when movements were recorded (null: look at every member)
-- Gives: {leaves, movements, now, hashes: hex of all leaves in order}
-- Reads: ledger_movement_recorded, ledger_movement_pkey, ledger_leaf_pkey
CREATE OR REPLACE FUNCTION ledger_seal_leaves_v1(p_club_id bigint, p_number bigint, p_since timestamptz)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_members bigint[];
    v_sealed jsonb;
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    IF p_since IS NULL THEN
        SELECT array_agg(s.member_id) INTO v_members
        FROM ledger_member_state AS s
        LEFT JOIN (
            SELECT l.member_id, max(l.last_seq) AS last_seq FROM ledger_leaf AS l
            WHERE l.club_id = p_club_id GROUP BY l.member_id
        ) AS sealed ON sealed.member_id = s.member_id
        WHERE s.club_id = p_club_id AND s.movement_seq > coalesce(sealed.last_seq, 0);
    ELSE
        SELECT array_agg(DISTINCT m.member_id) INTO v_members FROM ledger_movement AS m
        WHERE m.club_id = p_club_id AND m.recorded_at >= p_since;
    END IF;
    WITH sealed AS MATERIALIZED (
        SELECT member_id, coalesce((
            SELECT l.last_seq FROM ledger_leaf AS l WHERE l.member_id = asked.member_id
            ORDER BY l.last_seq DESC LIMIT 1
        ), 0) AS last_seq
        FROM unnest(v_members) AS asked (member_id)
    ), fresh AS (
        SELECT s.member_id, min(m.seq) AS first_seq, max(m.seq) AS last_seq,
            string_agg(ledger_movement_line_v1(m), E'\n' ORDER BY m.seq) AS lines
        FROM sealed AS s
        JOIN ledger_movement AS m ON m.member_id = s.member_id AND m.seq > s.last_seq
        GROUP BY s.member_id
    ), written AS (
        INSERT INTO ledger_leaf (member_id, last_seq, first_seq, club_id, checkpoint, position, hash)
        SELECT f.member_id, f.last_seq, f.first_seq, p_club_id, p_number,
            row_number() OVER (ORDER BY f.member_id) - 1,
            ledger_leaf_hash_v1(ledger_leaf_text_v1(p_club_id, f.member_id, f.first_seq, f.last_seq, f.lines))
        FROM fresh AS f
        RETURNING position, hash, last_seq - first_seq + 1 AS movements
    )
    SELECT jsonb_build_object(
        'leaves', count(*), 'movements', coalesce(sum(w.movements), 0), 'now', ledger_now_v1(),
        'hashes', coalesce(encode(string_agg(w.hash, ''::bytea ORDER BY w.position), 'hex'), '')
    ) INTO v_sealed FROM written AS w;
    RETURN v_sealed;
END $$;

-- ledger_add_checkpoint: write the checkpoint over the leaves just sealed, and tell the club's feed its head:
-- nobody's (member 0) follow-up, named by the club and the number.
CREATE OR REPLACE FUNCTION ledger_add_checkpoint_v1(p_club_id bigint, p_checkpoint jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_number constant bigint := (p_checkpoint ->> 'number')::bigint;
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    INSERT INTO ledger_checkpoint (club_id, number, movements, sealed_at, leaves, previous, root, head)
    VALUES (
        p_club_id, v_number, (p_checkpoint ->> 'movements')::bigint, (p_checkpoint ->> 'sealed_at')::timestamptz,
        (p_checkpoint ->> 'leaves')::integer, decode(p_checkpoint ->> 'previous', 'hex'),
        decode(p_checkpoint ->> 'root', 'hex'), decode(p_checkpoint ->> 'head', 'hex')
    );
    INSERT INTO ledger_outbox (member_id, event_id, number, club_id, topic, payload)
    VALUES (0, p_club_id, v_number, p_club_id, 'ledger.checkpoint', p_checkpoint);
END $$;

-- ledger_leaf_faults: hash every sealed movement anew. A leaf that differs names its member and movements; so does a
-- movement that stands before or between leaves, or was written behind the seal: recorded three hours or more before
-- the checkpoint ahead of its own was sealed (a posting is seen at once, and the whole book is looked at each hour).
-- Gives: checked (movements), wrong, places
CREATE OR REPLACE FUNCTION ledger_leaf_faults_v1(
    p_club_id bigint, OUT checked bigint, OUT wrong bigint, OUT places text[]
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    SELECT count(*) INTO checked FROM ledger_movement AS m WHERE m.club_id = p_club_id;
    WITH leaf AS (
        SELECT l.member_id, l.first_seq, l.last_seq, l.hash, l.checkpoint, before.sealed_at AS sealed_before,
            own.number IS NULL AS is_loose,
            coalesce(lag(l.last_seq) OVER (PARTITION BY l.member_id ORDER BY l.last_seq), 0) AS last_before
        FROM ledger_leaf AS l
        LEFT JOIN ledger_checkpoint AS own ON own.club_id = p_club_id AND own.number = l.checkpoint
        LEFT JOIN ledger_checkpoint AS before
            ON before.club_id = p_club_id AND before.number = l.checkpoint - 1
        WHERE l.club_id = p_club_id
    ), made AS (
        SELECT leaf.member_id, leaf.first_seq, leaf.last_seq, leaf.hash, leaf.checkpoint, leaf.last_before,
            leaf.sealed_before, leaf.is_loose, min(m.recorded_at) AS recorded_at,
            string_agg(ledger_movement_line_v1(m), E'\n' ORDER BY m.seq) AS lines
        FROM leaf
        LEFT JOIN ledger_movement AS m
            ON m.member_id = leaf.member_id AND m.seq BETWEEN leaf.first_seq AND leaf.last_seq
        GROUP BY leaf.member_id, leaf.first_seq, leaf.last_seq, leaf.hash, leaf.checkpoint, leaf.last_before,
            leaf.sealed_before, leaf.is_loose
    ), fault AS (
        SELECT format(
            'member %s movements %s to %s: not what checkpoint %s sealed',
            made.member_id, made.first_seq, made.last_seq, made.checkpoint
        ) AS place
        FROM made
        WHERE made.is_loose OR made.first_seq <> made.last_before + 1
            OR made.recorded_at < made.sealed_before - interval '3 hours'
            OR made.hash IS DISTINCT FROM ledger_leaf_hash_v1(ledger_leaf_text_v1(
                p_club_id, made.member_id, made.first_seq, made.last_seq, made.lines
            ))
        UNION ALL
        SELECT format('member %s movement %s: written behind checkpoint %s', m.member_id, m.seq, last.number)
        FROM (
            SELECT c.number, c.sealed_at FROM ledger_checkpoint AS c
            WHERE c.club_id = p_club_id ORDER BY c.number DESC LIMIT 1
        ) AS last
        JOIN ledger_movement AS m
            ON m.club_id = p_club_id AND m.recorded_at < last.sealed_at - interval '3 hours'
        LEFT JOIN (
            SELECT l.member_id, max(l.last_seq) AS last_seq FROM ledger_leaf AS l
            WHERE l.club_id = p_club_id GROUP BY l.member_id
        ) AS sealed ON sealed.member_id = m.member_id
        WHERE m.seq > coalesce(sealed.last_seq, 0)
    )
    SELECT count(*), (array_agg(fault.place ORDER BY fault.place))[1:20] INTO wrong, places FROM fault;
END $$;

-- ledger_leaf_of: the leaf that holds an event's movements, with the text it is the hash of.
-- Gives: {first, last (movements of the event), leaf: {checkpoint, position, text} or null while not sealed}, or null
CREATE OR REPLACE FUNCTION ledger_leaf_of_v1(p_club_id bigint, p_member_id bigint, p_event_id bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_first bigint;
    v_last bigint;
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    SELECT e.first_seq, e.last_seq INTO v_first, v_last FROM ledger_event AS e
    WHERE e.member_id = p_member_id AND e.id = p_event_id AND e.club_id = p_club_id;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    RETURN jsonb_build_object('first', v_first, 'last', v_last, 'leaf', (
        SELECT jsonb_build_object(
            'checkpoint', l.checkpoint, 'position', l.position, 'text', ledger_leaf_text_v1(
                p_club_id, l.member_id, l.first_seq, l.last_seq, (
                    SELECT string_agg(ledger_movement_line_v1(m), E'\n' ORDER BY m.seq) FROM ledger_movement AS m
                    WHERE m.member_id = l.member_id AND m.seq BETWEEN l.first_seq AND l.last_seq
                )
            )
        )
        FROM ledger_leaf AS l
        WHERE l.member_id = p_member_id AND l.club_id = p_club_id AND l.last_seq >= v_last AND l.first_seq <= v_first
        ORDER BY l.last_seq LIMIT 1
    ));
END $$;
