-- What is left of a lot is what it was opened with less what was taken; what a lot keeps is what open holds keep in it;
-- what expired of it is what its expiries took.
-- Takes: %(club)s   Gives: checked bigint, wrong bigint, places text[]
-- Reads: ledger_lot, ledger_lot_use, ledger_hold_lot
SELECT
    count(*) AS checked,
    count(*) FILTER (WHERE is_wrong) AS wrong,
    (array_agg('member ' || member_id || ' lot ' || lot_seq) FILTER (WHERE is_wrong))[1:20] AS places
FROM (
    SELECT
        member_id,
        lot_seq,
        sum(taken) <> 0 OR sum(held) <> 0 OR sum(expired) <> 0 OR NOT bool_or(is_lot) AS is_wrong
    FROM (
        SELECT
            member_id,
            seq AS lot_seq,
            issued - remaining AS taken,
            held,
            expired,
            true AS is_lot
        FROM ledger_lot
        WHERE club_id = %(club)s
        UNION ALL
        SELECT
            u.member_id,
            u.lot_seq,
            -u.amount,
            0,
            CASE m.kind WHEN 3 THEN -u.amount ELSE 0 END,
            false
        FROM ledger_lot_use AS u
        LEFT JOIN ledger_movement AS m ON u.member_id = m.member_id AND u.seq = m.seq AND m.club_id = %(club)s
        WHERE u.club_id = %(club)s
        UNION ALL
        SELECT
            k.member_id,
            k.lot_seq,
            0,
            -k.amount,
            0,
            false
        FROM ledger_hold_lot AS k
        INNER JOIN ledger_hold AS h ON k.member_id = h.member_id AND k.hold_id = h.id
        WHERE k.club_id = %(club)s AND h.club_id = %(club)s AND h.state = 1
    ) AS side
    GROUP BY member_id, lot_seq
) AS lot
