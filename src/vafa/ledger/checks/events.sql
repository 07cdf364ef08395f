-- Every movement that names an event lies in that event's range of movements, and so do the rows that go with an event.
-- Takes: %(club)s   Gives: checked bigint, wrong bigint, places text[]
-- Reads: ledger_event, ledger_movement
SELECT
    count(*) AS checked,
    count(*) FILTER (WHERE is_wrong) AS wrong,
    (array_agg('member ' || member_id || ' event ' || event_id) FILTER (WHERE is_wrong))[1:20] AS places
FROM (
    SELECT
        m.member_id,
        m.event_id,
        e.id IS NULL OR m.seq NOT BETWEEN e.first_seq AND e.last_seq AS is_wrong
    FROM ledger_movement AS m
    LEFT JOIN ledger_event AS e ON m.member_id = e.member_id AND m.event_id = e.id AND e.club_id = %(club)s
    WHERE m.club_id = %(club)s AND m.event_id IS NOT NULL
    UNION ALL
    SELECT
        a.member_id,
        a.event_id,
        e.id IS NULL OR e.status <> 200 OR NOT a.id = any(e.award_ids)
    FROM ledger_award AS a
    LEFT JOIN ledger_event AS e ON a.member_id = e.member_id AND a.event_id = e.id AND e.club_id = %(club)s
    WHERE a.club_id = %(club)s
    UNION ALL
    SELECT
        s.member_id,
        s.id,
        e.id IS NULL OR e.status <> 200
    FROM ledger_sale AS s
    LEFT JOIN ledger_event AS e ON e.member_id = s.member_id AND e.id = s.id AND e.club_id = %(club)s
    WHERE s.club_id = %(club)s
    UNION ALL
    SELECT
        l.member_id,
        l.sale_id,
        s.id IS NULL
    FROM ledger_sale_line AS l
    LEFT JOIN ledger_sale AS s ON l.member_id = s.member_id AND l.sale_id = s.id AND s.club_id = %(club)s
    WHERE l.club_id = %(club)s
) AS event
