-- rewards_meet: find a member and claim a request for whoever holds the member's units, in one round trip.
-- Only whom nothing sets apart is met here: for one who is unknown, erased, merged or gone it gives nothing and
-- claims nothing, and the caller looks the member up to say why, or to follow.
-- Takes: the club; the member by id, or by kind and trace of a contact; what ledger_snapshot_v1 takes, without member
-- Gives: {member: what members.queries.found_in reads, snapshot: what ledger_snapshot_v1 gives}, or NULL
CREATE OR REPLACE FUNCTION rewards_meet_v1(
    p_club_id bigint, p_member_id bigint, p_kind text, p_trace bytea, p_request jsonb
) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    v_id bigint := p_member_id;
    v_member members_member;
BEGIN
    PERFORM set_config('app.club', p_club_id::text, true);
    IF v_id IS NULL THEN
        SELECT c.member_id INTO v_id FROM members_contact AS c
        WHERE c.club_id = p_club_id AND c.kind = p_kind AND c.trace = p_trace;
    END IF;
    SELECT * INTO v_member FROM members_member AS m
    WHERE m.id = v_id AND m.club_id = p_club_id
        AND m.erased_at IS NULL AND m.merged_into IS NULL AND m.left_at IS NULL;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    RETURN jsonb_build_object(
        'member', jsonb_build_array(
            v_member.id, v_member.number, v_member.first_name, v_member.last_name, v_member.birth_month,
            v_member.birth_day, v_member.joined_at, v_member.mobile_sealed, v_member.proven_at,
            v_member.doubted_at, v_member.spending_from, v_member.birthday_from, v_member.wallet_id
        ),
        'snapshot', ledger_snapshot_v1(
            p_request || jsonb_build_object('member', coalesce(v_member.wallet_id, v_member.id))
        )
    );
END $$;

REVOKE ALL ON FUNCTION rewards_meet_v1(bigint, bigint, text, bytea, jsonb) FROM public;
GRANT EXECUTE ON FUNCTION rewards_meet_v1(bigint, bigint, text, bytea, jsonb) TO vafa_app, vafa_ops;
