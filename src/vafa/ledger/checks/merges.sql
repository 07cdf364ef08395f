-- What was carried from a lot is what its carried lots were opened with, and a merged member's wallets are empty.
-- Takes: %(club)s   Gives: checked bigint, wrong bigint, places text[]
-- Reads: ledger_movement, ledger_lot, ledger_lot_use, ledger_member_state, ledger_wallet
SELECT
    count(*) AS checked,
    count(*) FILTER (WHERE is_wrong) AS wrong,
    (array_agg('member ' || member_id || ' lot ' || lot_seq) FILTER (WHERE is_wrong))[1:20] AS places
FROM (
    SELECT
        member_id,
        lot_seq,
        sum(units) <> 0 AS is_wrong
    FROM (
        SELECT
            m.member_id,
            u.lot_seq,
            u.amount AS units
        FROM ledger_movement AS m
        INNER JOIN ledger_lot_use AS u ON m.member_id = u.member_id AND m.seq = u.seq
        WHERE m.club_id = %(club)s AND m.kind = 14 AND u.club_id = %(club)s
        UNION ALL
        SELECT
            l.origin_member,
            l.origin_seq,
            -l.issued
        FROM ledger_movement AS m
        INNER JOIN ledger_lot AS l ON m.member_id = l.member_id AND m.seq = l.seq
        WHERE m.club_id = %(club)s AND m.kind = 14 AND l.club_id = %(club)s
    ) AS side
    GROUP BY member_id, lot_seq
    UNION ALL
    SELECT
        s.member_id,
        0,
        w.spendable + w.held + w.pending + w.owed > 0
    FROM ledger_member_state AS s
    INNER JOIN ledger_wallet AS w ON s.member_id = w.member_id AND w.club_id = %(club)s
    WHERE s.club_id = %(club)s AND s.merged_into IS NOT NULL
) AS carried
