-- What lists of members are made of: where each member stands, and who fits what is sought.

-- members_stand: bring the standing of these holders' members, of all with null, up to the book, from one member's
-- number on. A newer standing is never put back by an older look at the book.
-- Gives: the last member that was looked at, null for none.
CREATE OR REPLACE FUNCTION members_stand_v1(p_club_id bigint, p_holders bigint[], p_after bigint, p_limit integer)
RETURNS bigint
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    v_members bigint[];
BEGIN
    IF p_holders IS NULL THEN
        SELECT array_agg(a.id) INTO v_members FROM (
            SELECT m.id FROM members_member AS m
            WHERE m.club_id = p_club_id AND m.id > p_after AND m.erased_at IS NULL AND m.merged_into IS NULL
            ORDER BY m.id LIMIT p_limit
        ) AS a;
    ELSE
        SELECT array_agg(m.id) INTO v_members FROM members_member AS m
        WHERE m.club_id = p_club_id AND (m.id = ANY(p_holders) OR m.wallet_id = ANY(p_holders));
    END IF;
    -- Whose wallet counts is worked out first: row security would keep a join on that from its index.
    WITH who AS MATERIALIZED (
        SELECT m.id, m.club_id, coalesce(m.wallet_id, m.id) AS holder_id
        FROM members_member AS m WHERE m.id = ANY(v_members)
    ), held AS (
        SELECT
            h.id, h.club_id, h.holder_id, coalesce(l.state_version, 0) AS version,
            coalesce(l.state ->> 'tier', '') AS tier,
            coalesce((l.state ->> 'purchases')::integer, 0) AS purchases,
            coalesce((l.state ->> 'last_purchase_day')::integer, 0) AS bought,
            coalesce(w.unit_1, 0) AS unit_1, coalesce(w.unit_2, 0) AS unit_2, coalesce(w.unit_3, 0) AS unit_3
        FROM who AS h
        LEFT JOIN members_standing AS o ON h.id = o.member_id
        LEFT JOIN ledger_member_state AS l ON h.holder_id = l.member_id
        LEFT JOIN LATERAL (
            SELECT
                sum(a.spendable - a.held) FILTER (WHERE a.unit = 1) AS unit_1,
                sum(a.spendable - a.held) FILTER (WHERE a.unit = 2) AS unit_2,
                sum(a.spendable - a.held) FILTER (WHERE a.unit = 3) AS unit_3
            FROM ledger_wallet AS a WHERE a.member_id = h.holder_id
        ) AS w ON true
        WHERE (o.holder_id, o.state_version) IS DISTINCT FROM (h.holder_id, coalesce(l.state_version, 0))
        ORDER BY h.id
    )
    INSERT INTO members_standing AS s (
        member_id, club_id, holder_id, state_version, tier, purchases, last_purchase_day, unit_1, unit_2, unit_3
    )
    SELECT h.id, h.club_id, h.holder_id, h.version, h.tier, h.purchases, h.bought, h.unit_1, h.unit_2, h.unit_3
    FROM held AS h
    ON CONFLICT (member_id) DO UPDATE SET
        holder_id = excluded.holder_id, state_version = excluded.state_version, tier = excluded.tier,
        purchases = excluded.purchases, last_purchase_day = excluded.last_purchase_day, unit_1 = excluded.unit_1,
        unit_2 = excluded.unit_2, unit_3 = excluded.unit_3
    WHERE s.holder_id <> excluded.holder_id OR s.state_version < excluded.state_version;
    RETURN (SELECT max(a.id) FROM unnest(v_members) AS a (id));
END $$;

-- members_slipped: the condition that each of these words is in a name with at most one slip, or two of them as one
-- word, or one of them as two.
CREATE OR REPLACE FUNCTION members_slipped_v1(p_words jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    WITH typed AS (
        SELECT w.word, w.at, count(*) OVER () AS words
        FROM jsonb_array_elements_text(p_words) WITH ORDINALITY AS w (word, at)
    ), way (words) AS (
        SELECT array_agg(t.word ORDER BY t.at) FROM typed AS t
        UNION ALL
        SELECT array_agg(
            CASE t.at WHEN a.at THEN t.word || b.word ELSE t.word END ORDER BY t.at
        ) FILTER (WHERE t.at <> b.at)
        FROM typed AS a JOIN typed AS b ON b.at = a.at + 1 CROSS JOIN typed AS t GROUP BY a.at
        UNION ALL
        SELECT ARRAY[left(t.word, n), substr(t.word, n + 1)]
        FROM typed AS t CROSS JOIN generate_series(2, length(t.word) - 2) AS n
        WHERE t.words = 1 AND length(t.word) <= 20
    )
    SELECT string_agg(
        (SELECT string_agg(format('members_slips_v1(m.folded) && %L::text[]', members_slips_v1(w)), ' AND ')
         FROM unnest(y.words) AS w), ' OR '
    ) FROM way AS y
$$;

-- members_listed: who fits what is sought, in its order, as numbers only. It runs as vafa_ledger, since row security
-- would keep the search for names from its index, and looks at the club of `app.club` alone.
-- Takes: {words, ids, ends, state, branch, joined_from, joined_before, birthdays, tier, bought_from, bought_until,
--   unit, units_from, units_to, consent, tag, manager, own, sort, descending, value, id, limit, counted}, each of which
--   may lack.
-- Gives: members, each with the value that sorts it; `alike` when no name was as asked and these are alike. With
--   `counted`, one row whose place is how many they are, no more than that.
CREATE OR REPLACE FUNCTION members_listed_v1(p jsonb)
RETURNS TABLE (member_id bigint, place bigint, alike boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    v_club bigint := nullif(current_setting('app.club', true), '')::bigint;
    v_sort text := coalesce(p ->> 'sort', 'joined');
    v_by text;
    v_down boolean := coalesce((p ->> 'descending')::boolean, true);
    v_from text := 'members_member AS m';
    v_where text;
    v_named text := '';
    v_like text := '';
    v_score text := '0';
    v_slips text;
    v_order text;
    v_after text;
    v_found text;
    v_word text;
    v_near integer := 10000;
    v_plain integer;
    v_limit integer := (p ->> 'limit')::integer;
    v_looked integer;
    v_ids bigint[];
    v_places bigint[];
    v_alike boolean := false;
BEGIN
    v_where := format('m.club_id = %s AND m.erased_at IS NULL AND m.merged_into IS NULL', v_club);
    IF v_sort <> 'joined' OR p ?| ARRAY['tier', 'bought_from', 'bought_until', 'unit'] THEN
        v_from := v_from || ' JOIN members_standing AS s ON s.member_id = m.id';
        v_where := v_where || format(' AND s.club_id = %s', v_club);
    END IF;
    v_by := CASE v_sort
        WHEN 'joined' THEN 'm.id' WHEN 'bought' THEN 's.last_purchase_day' WHEN 'unit_1' THEN 's.unit_1'
        WHEN 'unit_2' THEN 's.unit_2' WHEN 'unit_3' THEN 's.unit_3'
    END;
    v_plain := length(v_where);
    v_where := v_where || concat(
        CASE p ->> 'state' WHEN 'present' THEN ' AND m.left_at IS NULL' WHEN 'left' THEN ' AND m.left_at IS NOT NULL' END,
        ' AND m.id = ANY(' || quote_literal(translate(p ->> 'ids', '[]', '{}')) || '::bigint[])',
        format(' AND m.mobile_end = %L::bytea', '\x' || (p ->> 'ends')) || CASE WHEN p ? 'ends' THEN '' END,
        ' AND m.joined_branch = ' || quote_literal(p ->> 'branch'),
        ' AND m.joined_at >= ' || quote_literal(p ->> 'joined_from') || '::timestamptz',
        ' AND m.joined_at < ' || quote_literal(p ->> 'joined_before') || '::timestamptz',
        ' AND m.manager_id = ' || (p ->> 'manager')::bigint,
        ' AND s.tier = ' || quote_literal(p ->> 'tier'),
        ' AND s.last_purchase_day >= ' || (p ->> 'bought_from')::integer,
        ' AND s.last_purchase_day <= ' || (p ->> 'bought_until')::integer,
        ' AND s.unit_' || (p ->> 'unit')::integer || ' >= ' || (p ->> 'units_from')::bigint,
        ' AND s.unit_' || (p ->> 'unit')::integer || ' <= ' || (p ->> 'units_to')::bigint,
        format(
            ' AND EXISTS (SELECT FROM members_consent AS c WHERE c.member_id = m.id AND c.club_id = %s'
            || ' AND c.purpose = %L AND c.withdrawn_at IS NULL AND c.purpose <> ''membership'')', v_club, p ->> 'consent'
        ) || CASE WHEN p ? 'consent' THEN '' END,
        ' AND EXISTS (SELECT FROM members_tagged AS t WHERE t.member_id = m.id AND t.tag_id = '
        || (p ->> 'tag')::bigint || ')', (
            SELECT string_agg(
                format(
                    ' AND EXISTS (SELECT FROM members_ownvalue AS o WHERE o.member_id = m.id AND o.club_id = %s'
                    ' AND o.code = %L', v_club, f ->> 'code'
                ) || concat(
                    ' AND o.value >= ' || (f ->> 'least')::bigint, ' AND o.value <= ' || (f ->> 'most')::bigint
                ) || ')', ''
            ) FROM jsonb_array_elements(p -> 'own') AS f
        )
    );
    IF p ? 'birthdays' THEN
        v_where := v_where || format(
            ' AND (m.birth_month, m.birth_day) IN (%s)', (
                SELECT string_agg(format('(%s, %s)', (d ->> 0)::integer, (d ->> 1)::integer), ', ')
                FROM jsonb_array_elements(p -> 'birthdays') AS d
            )
        );
    END IF;
    FOR v_word IN SELECT w FROM jsonb_array_elements_text(p -> 'words') AS w LOOP
        v_like := v_like || format(' AND m.folded %%> %L', v_word);
        v_score := v_score || format(' + word_similarity(%L, m.folded)', v_word);
        v_word := regexp_replace(v_word, '([%_\\])', '\\\1', 'g');
        v_named := v_named || format(
            ' AND m.folded LIKE %L', CASE WHEN length(v_word) < 3 THEN '% ' ELSE '%' END || v_word || '%'
        );
    END LOOP;
    v_order := format(
        CASE WHEN v_sort = 'joined' THEN ' ORDER BY m.id %2$s' ELSE ' ORDER BY %1$s %2$s, s.member_id %2$s' END,
        v_by, CASE WHEN v_down THEN 'DESC' ELSE 'ASC' END
    );
    v_after := CASE WHEN p ? 'id' THEN format(
        CASE WHEN v_sort = 'joined' THEN ' AND m.id %1$s %3$s' ELSE ' AND (%2$s, s.member_id) %1$s (%4$s, %3$s)' END,
        CASE WHEN v_down THEN '<' ELSE '>' END, v_by, (p ->> 'id')::bigint, (p ->> 'value')::bigint
    ) ELSE '' END;
    v_found := format('SELECT m.id, %s::bigint AS place, m.folded FROM %s WHERE %s', v_by, v_from, v_where);
    IF p ? 'counted' THEN
        PERFORM set_config('enable_seqscan', CASE v_named WHEN '' THEN 'on' ELSE 'off' END, true);
        RETURN QUERY EXECUTE format(
            'SELECT 0::bigint, count(*), false FROM (SELECT FROM %s WHERE %s%s%s) AS a',
            v_from, v_where, v_named, ' LIMIT ' || (p ->> 'counted')::bigint
        );
        PERFORM set_config('enable_seqscan', 'on', true);
        RETURN;
    END IF;
    -- Most names are found among the next thousands: the index need not be asked.
    IF length(v_where) > v_plain THEN
        v_near := 1000;
    END IF;
    IF v_named <> '' AND v_limit IS NOT NULL THEN
        EXECUTE format(
            'WITH m AS MATERIALIZED (%s%s%s LIMIT %s), hit AS (SELECT m.id, m.place FROM m WHERE true%s LIMIT %s)'
            ' SELECT (SELECT count(*) FROM m), array(SELECT hit.id FROM hit), array(SELECT hit.place FROM hit)',
            v_found, v_after, v_order, v_near, v_named, v_limit
        ) INTO v_looked, v_ids, v_places;
        IF cardinality(v_ids) = v_limit OR (v_looked < v_near AND cardinality(v_ids) > 0) THEN
            RETURN QUERY SELECT a.id, a.place, false FROM unnest(v_ids, v_places) AS a (id, place);
            RETURN;
        END IF;
    END IF;
    -- Row security hides from the planner how rare a name is, so the way is said here: by the index, all of them.
    IF v_named <> '' THEN
        PERFORM set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true);
        EXECUTE format(
            'SELECT array_agg(m.id) FROM members_member AS m'
            ' WHERE m.club_id = %s AND m.erased_at IS NULL AND m.merged_into IS NULL%s', v_club, v_named
        ) INTO v_ids;
        IF v_ids IS NULL AND v_limit IS NOT NULL AND NOT p ? 'id' THEN
            -- One slip a word first; then, for long names, whatever looks like it.
            PERFORM set_config('pg_trgm.word_similarity_threshold', '0.5', true);
            FOREACH v_slips IN ARRAY ARRAY[' AND (' || members_slipped_v1(p -> 'words') || ')', v_like] LOOP
                EXECUTE format(
                    'SELECT array_agg(a.id) FROM (SELECT m.id FROM members_member AS m'
                    ' WHERE m.club_id = %s AND m.erased_at IS NULL AND m.merged_into IS NULL%s LIMIT 2000) AS a',
                    v_club, v_slips
                ) INTO v_ids;
                EXIT WHEN v_ids IS NOT NULL;
            END LOOP;
            v_order := format(' ORDER BY %s DESC, m.id DESC', v_score);
            v_alike := true;
        END IF;
        PERFORM set_config('enable_seqscan', 'on', true), set_config('enable_indexscan', 'on', true);
        v_where := v_where || format(' AND m.id = ANY(%L::bigint[])', coalesce(v_ids, '{}'));
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT m.id, %s::bigint, %L::boolean FROM %s WHERE %s%s%s%s',
        v_by, v_alike, v_from, v_where, v_after, v_order, ' LIMIT ' || v_limit
    );
END $$;

ALTER FUNCTION members_listed_v1(jsonb) OWNER TO vafa_ledger;
REVOKE ALL ON FUNCTION
members_listed_v1(jsonb), members_slipped_v1(jsonb), members_stand_v1(bigint, bigint[], bigint, integer) FROM public;
GRANT EXECUTE ON FUNCTION members_slipped_v1(jsonb) TO vafa_ledger;
GRANT EXECUTE ON FUNCTION members_listed_v1(jsonb), members_stand_v1(bigint, bigint[], bigint, integer)
TO vafa_app, vafa_ops;
