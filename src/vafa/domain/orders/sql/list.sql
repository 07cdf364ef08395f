-- orders_titled: every order of the club of `app.club` with all of these words in its title, for seldom titles. It runs
-- as vafa_ledger, since row security would keep the search from its index. Gives ids only.
CREATE OR REPLACE FUNCTION orders_titled_v1(p_words text[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off SET enable_indexscan = off AS $$
DECLARE
    v_word text;
    v_where text := format('o.club_id = %s', nullif(current_setting('app.club', true), '')::bigint);
    v_found bigint[];
BEGIN
    FOREACH v_word IN ARRAY p_words LOOP
        v_word := regexp_replace(lower(v_word), '([%_\\])', '\\\1', 'g');
        v_where := v_where || format(' AND lower(o.title) LIKE %L', '%' || v_word || '%');
    END LOOP;
    EXECUTE format('SELECT array_agg(o.id) FROM orders_order AS o WHERE %s', v_where) INTO v_found;
    RETURN coalesce(v_found, '{}');
END $$;

ALTER FUNCTION orders_titled_v1(text[]) OWNER TO vafa_ledger;
REVOKE ALL ON FUNCTION orders_titled_v1(text[]) FROM public;
GRANT EXECUTE ON FUNCTION orders_titled_v1(text[]) TO vafa_app, vafa_ops;
