-- No more units are given back of a burn than it burned.
-- Takes: %(club)s   Gives: checked bigint, wrong bigint, places text[]
-- Reads: ledger_burn_reversal, ledger_movement
SELECT
    count(*) AS checked,
    count(*) FILTER (WHERE is_wrong) AS wrong,
    (array_agg('member ' || member_id || ' event ' || burn_event_id) FILTER (WHERE is_wrong))[1:20] AS places
FROM (
    SELECT
        r.member_id,
        r.burn_event_id,
        r.units > coalesce(sum(m.amount), 0) AS is_wrong
    FROM (
        SELECT
            member_id,
            burn_event_id,
            unit,
            sum(units) AS units
        FROM ledger_burn_reversal
        WHERE club_id = %(club)s
        GROUP BY member_id, burn_event_id, unit
    ) AS r
    LEFT JOIN ledger_movement AS m
        ON
            r.member_id = m.member_id AND r.burn_event_id = m.event_id AND r.unit = m.unit AND m.kind = 2
            AND m.club_id = %(club)s
    GROUP BY r.member_id, r.burn_event_id, r.unit, r.units
) AS reversal
