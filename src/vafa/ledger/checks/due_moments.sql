-- Nothing that time will do is forgotten: the member's next due moment is not later than the soonest lot or hold.
-- Takes: %(club)s   Gives: checked bigint, wrong bigint, places text[]
-- Reads: ledger_lot_burn_order, ledger_hold_open
SELECT
    count(*) AS checked,
    count(*) FILTER (WHERE is_wrong) AS wrong,
    (array_agg('member ' || member_id) FILTER (WHERE is_wrong))[1:20] AS places
FROM (
    SELECT
        s.member_id,
        coalesce(d.due < coalesce(s.next_due_at, 'infinity'), false) AS is_wrong
    FROM ledger_member_state AS s
    LEFT JOIN (
        SELECT
            side.member_id,
            min(side.due) AS due
        FROM (
            SELECT
                l.member_id,
                CASE l.state WHEN 1 THEN l.available_at ELSE l.expires_at END AS due
            FROM ledger_lot AS l
            WHERE l.club_id = %(club)s AND l.state < 3 AND (l.state = 1 OR l.remaining > l.held)
            UNION ALL
            SELECT
                h.member_id,
                h.expires_at
            FROM ledger_hold AS h
            WHERE h.club_id = %(club)s AND h.state = 1 AND h.bound_to = ''
        ) AS side
        GROUP BY side.member_id
    ) AS d ON s.member_id = d.member_id
    WHERE s.club_id = %(club)s
) AS member
