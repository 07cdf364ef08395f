-- Two functions of the caller's own rights: they set the club for their one statement, so a look-up
-- is one round trip and row security still judges every row.

CREATE OR REPLACE FUNCTION members_by_id_v1(club bigint, member bigint) RETURNS SETOF members_member
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN
    PERFORM set_config('app.club', club::text, true);
    RETURN QUERY SELECT m.* FROM members_member AS m WHERE m.id = member AND m.club_id = club;
END $$;

CREATE OR REPLACE FUNCTION members_by_trace_v1(club bigint, asked_kind text, asked_trace bytea)
RETURNS SETOF members_member
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN
    PERFORM set_config('app.club', club::text, true);
    RETURN QUERY SELECT m.* FROM members_contact AS c
    INNER JOIN members_member AS m ON m.id = c.member_id
    WHERE c.club_id = club AND c.kind = asked_kind AND c.trace = asked_trace;
END $$;

REVOKE ALL ON FUNCTION members_by_id_v1(bigint, bigint), members_by_trace_v1(bigint, text, bytea) FROM public;
GRANT EXECUTE ON FUNCTION members_by_id_v1(bigint, bigint), members_by_trace_v1(bigint, text, bytea)
TO vafa_app, vafa_ops;
