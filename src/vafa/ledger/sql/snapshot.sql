-- Reading a member for a decision: open, claim, peek, lock.

-- ledger_open_member: open the book of a member (kind 1) or of a guest (2); opening again does nothing.
-- Raises: VF409 when the id belongs to another club
CREATE OR REPLACE FUNCTION ledger_open_member_v1(p_club_id bigint, p_member_id bigint, p_kind integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    INSERT INTO ledger_member_state (member_id, club_id, kind) VALUES (p_member_id, p_club_id, p_kind)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND AND NOT EXISTS (
        SELECT FROM ledger_member_state WHERE member_id = p_member_id AND club_id = p_club_id
    ) THEN
        RAISE EXCEPTION 'this member id belongs to another club' USING ERRCODE = 'VF409';
    END IF;
END $$;

-- ledger_snapshot: claim a request and its source references, and give the member settled up to now; or the stored
-- answer of a repeat. The claim need not be durable: whoever posts flushes it, whoever crashed claims again.
-- Takes: {club, credential, key, hash (hex), member, event, refs: [{source, document, effect, revision}] sorted}
-- Gives: {event, member, version, state, balances, now, epoch, answer, status}
-- Raises: VF404 no such member, VF422 the key was used with another body, VF425 references of different events,
--         VF426 a reference is claimed for another member and not posted yet
CREATE OR REPLACE FUNCTION ledger_snapshot_v1(p_request jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_club_id constant bigint := p_request ->> 'club';
    v_credential_id constant bigint := p_request ->> 'credential';
    v_hash constant bytea := decode(p_request ->> 'hash', 'hex');
    v_claim record;
    v_key ledger_request_key;
    v_read jsonb;
BEGIN
    PERFORM set_config('app.club', v_club_id::text, true), set_config('synchronous_commit', 'off', true);
    INSERT INTO ledger_request_key (club_id, credential_id, key, member_id, event_id, created_at, body_hash)
    VALUES (
        v_club_id, v_credential_id, p_request ->> 'key', (p_request ->> 'member')::bigint,
        (p_request ->> 'event')::bigint, clock_timestamp(), v_hash
    ) ON CONFLICT DO NOTHING RETURNING * INTO v_key;
    IF NOT FOUND THEN
        SELECT * INTO v_key FROM ledger_request_key
        WHERE club_id = v_club_id AND credential_id = v_credential_id AND key = p_request ->> 'key';
        IF v_key.body_hash <> v_hash THEN
            RAISE EXCEPTION 'the key was used with another body' USING ERRCODE = 'VF422';
        END IF;
        IF EXISTS (SELECT FROM ledger_event WHERE member_id = v_key.member_id AND id = v_key.event_id) THEN
            RETURN ledger_read_answer_v1(v_club_id, v_key.member_id, v_key.event_id);
        END IF;
    END IF;
    IF jsonb_array_length(p_request -> 'refs') > 0 THEN
        SELECT * INTO v_claim
        FROM ledger_claim_refs_v1(v_club_id, p_request -> 'refs', v_key.member_id, v_key.event_id);
        IF v_claim.event_id <> v_key.event_id THEN
            UPDATE ledger_request_key SET member_id = v_claim.member_id, event_id = v_claim.event_id
            WHERE club_id = v_club_id AND credential_id = v_credential_id AND key = v_key.key
            RETURNING * INTO v_key;
        END IF;
    END IF;
    IF v_key.event_id = (p_request ->> 'event')::bigint THEN
        v_read := ledger_read_member_v1(v_club_id, v_key.member_id)
            || jsonb_build_object('event', v_key.event_id, 'answer', NULL, 'status', 0);
    ELSE
        v_read := ledger_read_answer_v1(v_club_id, v_key.member_id, v_key.event_id);
    END IF;
    IF v_read ->> 'merged_into' IS NOT NULL AND v_read ->> 'answer' IS NULL THEN
        RETURN ledger_redirect_v1(v_key, p_request -> 'refs');
    END IF;
    RETURN v_read;
END $$;

-- ledger_redirect: a claim for a member who was merged goes to whoever has the units now, with its references.
CREATE OR REPLACE FUNCTION ledger_redirect_v1(p_key ledger_request_key, p_refs jsonb) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    v_member_id constant bigint := ledger_root_v1(p_key.member_id);
BEGIN
    UPDATE ledger_request_key SET member_id = v_member_id
    WHERE club_id = p_key.club_id AND credential_id = p_key.credential_id AND key = p_key.key;
    UPDATE ledger_source_ref AS s SET member_id = v_member_id
    FROM jsonb_to_recordset(p_refs) AS r (source text, document text, effect text, revision integer)
    WHERE s.club_id = p_key.club_id AND s.source = r.source AND s.document = r.document
        AND s.effect = r.effect AND s.revision = r.revision AND s.event_id = p_key.event_id;
    RETURN ledger_read_answer_v1(p_key.club_id, v_member_id, p_key.event_id);
END $$;

-- ledger_read_answer: the member with the stored answer of an event, or without one when it is not posted yet.
CREATE OR REPLACE FUNCTION ledger_read_answer_v1(p_club_id bigint, p_member_id bigint, p_event_id bigint) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    v_event record;
BEGIN
    SELECT e.answer, coalesce(e.status, 0) AS status INTO v_event
    FROM (SELECT 1) AS one
    LEFT JOIN ledger_event AS e ON e.member_id = p_member_id AND e.id = p_event_id;
    RETURN ledger_read_member_v1(p_club_id, p_member_id)
        || jsonb_build_object('event', p_event_id, 'answer', v_event.answer, 'status', v_event.status);
END $$;

-- ledger_claim_refs: claim every reference for the event, or adopt the event that has them. A reference whose event
-- was declined is free again: that event can never be posted. Sorted by the caller, so that two requests never wait
-- for each other.
-- Gives: the member and event that own the references
CREATE OR REPLACE FUNCTION ledger_claim_refs_v1(
    p_club_id bigint, p_refs jsonb, p_member_id bigint, p_event_id bigint,
    OUT member_id bigint, OUT event_id bigint
)
LANGUAGE plpgsql AS $$
DECLARE
    v_ref record;
    v_owner record;
BEGIN
    FOR v_ref IN
        SELECT r.* FROM jsonb_to_recordset(p_refs) AS r (
            source text, document text, effect text, revision integer
        )
        ORDER BY r.source, r.document, r.effect, r.revision
    LOOP
        INSERT INTO ledger_source_ref (
            club_id, source, document, effect, revision, member_id, event_id, created_at
        ) VALUES (
            p_club_id, v_ref.source, v_ref.document, v_ref.effect, v_ref.revision, p_member_id, p_event_id,
            ledger_now_v1()
        ) ON CONFLICT DO NOTHING;
        CONTINUE WHEN FOUND;
        PERFORM ledger_abandon_claim_v1(
            p_club_id, v_ref.source, v_ref.document, v_ref.effect, v_ref.revision, p_member_id
        );
        UPDATE ledger_source_ref AS s SET member_id = p_member_id, event_id = p_event_id
        WHERE s.club_id = p_club_id AND s.source = v_ref.source AND s.document = v_ref.document
            AND s.effect = v_ref.effect AND s.revision = v_ref.revision
            AND EXISTS (
                SELECT FROM ledger_event AS e
                WHERE e.member_id = s.member_id AND e.id = s.event_id AND e.status = 402
            );
        CONTINUE WHEN FOUND;
        SELECT s.member_id, s.event_id INTO v_owner FROM ledger_source_ref AS s
        WHERE s.club_id = p_club_id AND s.source = v_ref.source AND s.document = v_ref.document
            AND s.effect = v_ref.effect AND s.revision = v_ref.revision;
        IF v_owner.event_id <> p_event_id AND event_id <> v_owner.event_id THEN
            RAISE EXCEPTION 'the references belong to different events' USING ERRCODE = 'VF425';
        ELSIF v_owner.event_id <> p_event_id THEN
            member_id := v_owner.member_id;
            event_id := v_owner.event_id;
        END IF;
    END LOOP;
    IF event_id IS NULL THEN
        member_id := p_member_id;
        event_id := p_event_id;
        RETURN;
    END IF;
    IF member_id <> p_member_id AND NOT EXISTS (
        SELECT FROM ledger_event AS e
        WHERE e.member_id = ledger_claim_refs_v1.member_id AND e.id = ledger_claim_refs_v1.event_id
    ) THEN
        RAISE EXCEPTION 'claimed for another member' USING ERRCODE = 'VF426';
    END IF;
    -- What was claimed for the new event above belongs to the adopted one.
    UPDATE ledger_source_ref AS s
    SET member_id = ledger_claim_refs_v1.member_id, event_id = ledger_claim_refs_v1.event_id
    FROM jsonb_to_recordset(p_refs) AS r (source text, document text, effect text, revision integer)
    WHERE s.club_id = p_club_id AND s.source = r.source AND s.document = r.document
        AND s.effect = r.effect AND s.revision = r.revision AND s.event_id = p_event_id;
END $$;

-- ledger_abandon_claim: a reference that was claimed for another member more than a minute ago and never posted is
-- given up: its event is stored as declined, so that whoever claimed it can never post it, and the reference is free.
-- Takes: club, the reference, the member who asks now. Reads: ledger_source_ref_pkey
CREATE OR REPLACE FUNCTION ledger_abandon_claim_v1(
    p_club_id bigint, p_source text, p_document text, p_effect text, p_revision integer, p_member_id bigint
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_now constant timestamptz := ledger_now_v1();
BEGIN
    INSERT INTO ledger_event (
        member_id, id, club_id, event_at, recorded_at, credential_id, programme_version_id, state_version,
        first_seq, last_seq, status, kind, reason, answer
    )
    SELECT s.member_id, s.event_id, p_club_id, s.created_at, v_now, 0, 0, m.state_version,
        m.movement_seq + 1, m.movement_seq, 402, 'abandoned', '', jsonb_build_object(
            'code', 'abandoned', 'event_id', s.event_id::text, 'balances', ledger_balances_v1(s.member_id)
        )
    FROM ledger_source_ref AS s
    JOIN ledger_member_state AS m ON m.member_id = s.member_id AND m.club_id = p_club_id
    WHERE s.club_id = p_club_id AND s.source = p_source AND s.document = p_document
        AND s.effect = p_effect AND s.revision = p_revision
        AND s.member_id <> p_member_id AND s.created_at < v_now - interval '1 minute'
        AND NOT EXISTS (SELECT FROM ledger_event AS e WHERE e.member_id = s.member_id AND e.id = s.event_id)
    ON CONFLICT DO NOTHING;
END $$;

-- ledger_read_member: the member settled up to now; locks the row only when something is due.
-- Raises: VF404 no such member
CREATE OR REPLACE FUNCTION ledger_read_member_v1(p_club_id bigint, p_member_id bigint) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    v_member ledger_member_state;
    v_now timestamptz := ledger_now_v1();
BEGIN
    SELECT * INTO v_member FROM ledger_member_state
    WHERE member_id = p_member_id AND club_id = p_club_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such member' USING ERRCODE = 'VF404';
    END IF;
    IF v_member.next_due_at <= v_now THEN
        v_member := ledger_lock_v1(p_club_id, p_member_id);
        v_now := ledger_now_v1();
        v_member := ledger_settle_member_v1(v_member, v_now);
    END IF;
    RETURN jsonb_build_object(
        'member', v_member.member_id, 'version', v_member.state_version, 'state', v_member.state,
        'merged_into', v_member.merged_into, 'now', v_now, 'balances', ledger_balances_v1(p_member_id),
        'epoch', (SELECT programme_epoch FROM ledger_club_epoch WHERE club_id = p_club_id)
    );
END $$;

-- ledger_peek: the member settled up to now, without a claim; of a merged one, whoever has its units now.
-- Takes: club, member; lock: keep the row locked until the end of the transaction (the third try of a purchase that
-- met others twice).
CREATE OR REPLACE FUNCTION ledger_peek_v1(p_club_id bigint, p_member_id bigint, p_lock boolean) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_member_id bigint := p_member_id;
    v_read jsonb;
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    LOOP
        IF p_lock THEN  -- never a merged member's row: of two members the lower id is locked first
            v_member_id := ledger_root_v1(v_member_id);
            PERFORM ledger_lock_v1(p_club_id, v_member_id);
        END IF;
        v_read := ledger_read_member_v1(p_club_id, v_member_id);
        EXIT WHEN v_read ->> 'merged_into' IS NULL;
        v_member_id := v_read ->> 'merged_into';
    END LOOP;
    RETURN v_read || jsonb_build_object('event', 0, 'answer', NULL, 'status', 0);
END $$;

-- ledger_due_members: a club's members with something due, in order of id, after one id.
-- Takes: club; the club's local day; the id after which to go on; how many. Reads: ledger_member_state_club
CREATE OR REPLACE FUNCTION ledger_due_members_v1(p_club_id bigint, p_today integer, p_after bigint, p_limit integer)
RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_now constant timestamptz := ledger_now_v1();
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    RETURN QUERY
    SELECT m.member_id FROM ledger_member_state AS m
    WHERE m.club_id = p_club_id AND m.member_id > p_after AND m.merged_into IS NULL
        AND (m.next_due_at <= v_now OR m.next_review_day <= p_today)
    ORDER BY m.member_id LIMIT p_limit;
END $$;

-- ledger_club_now: the epoch of the club's programme and the book's now, for a decision about nobody.
CREATE OR REPLACE FUNCTION ledger_club_now_v1(p_club_id bigint) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    RETURN jsonb_build_object(
        'epoch', (SELECT programme_epoch FROM ledger_club_epoch WHERE club_id = p_club_id), 'now', ledger_now_v1()
    );
END $$;

-- ledger_advance_epoch: say that the club's programme changed; opens the club in the ledger's list of clubs.
CREATE OR REPLACE FUNCTION ledger_advance_epoch_v1(p_club_id bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_epoch bigint;
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    INSERT INTO ledger_club_epoch AS c (club_id, programme_epoch) VALUES (p_club_id, 1)
    ON CONFLICT (club_id) DO UPDATE SET programme_epoch = c.programme_epoch + 1
    RETURNING c.programme_epoch INTO v_epoch;
    RETURN v_epoch;
END $$;

-- ledger_clubs: every club of the book, for jobs that then act for one club after another.
CREATE OR REPLACE FUNCTION ledger_clubs_v1() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT club_id FROM ledger_club_epoch ORDER BY club_id;
$$;

-- ledger_forget_requests: delete request keys older than a moment (35 days by policy); the natural keys stay.
CREATE OR REPLACE FUNCTION ledger_forget_requests_v1(p_club_id bigint, p_before timestamptz, p_limit integer)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_deleted integer;
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    DELETE FROM ledger_request_key AS k
    USING (
        SELECT credential_id, key FROM ledger_request_key
        WHERE club_id = p_club_id AND created_at < p_before LIMIT p_limit
    ) AS old
    WHERE k.club_id = p_club_id AND k.credential_id = old.credential_id AND k.key = old.key;
    GET DIAGNOSTICS v_deleted = ROW_COUNT;
    RETURN v_deleted;
END $$;
