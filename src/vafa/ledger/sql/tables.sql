-- ledger tables, member-led: member_id comes first in every key (docs/decisions/0001).
-- Moments are timestamptz; amounts are whole units; codes are listed in vafa/ledger/records.py.

CREATE TABLE ledger_member_state (
    member_id bigint PRIMARY KEY,
    club_id bigint NOT NULL,
    kind smallint NOT NULL,
    state_version bigint NOT NULL DEFAULT 0,
    movement_seq bigint NOT NULL DEFAULT 0,
    next_due_at timestamptz,
    next_review_day integer,
    merged_into bigint,
    idle jsonb NOT NULL DEFAULT '{}',
    state jsonb NOT NULL DEFAULT '{}'
) WITH (fillfactor = 70);
-- The day's batch walks a club by this index; none of its columns ever changes, so updates stay HOT.
CREATE INDEX ledger_member_state_club ON ledger_member_state (club_id, member_id);

CREATE TABLE ledger_wallet (
    member_id bigint NOT NULL,
    unit integer NOT NULL,
    club_id bigint NOT NULL,
    spendable bigint NOT NULL DEFAULT 0,
    held bigint NOT NULL DEFAULT 0,
    pending bigint NOT NULL DEFAULT 0,
    owed bigint NOT NULL DEFAULT 0,
    last_seq bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (member_id, unit),
    CONSTRAINT ledger_wallet_nothing_negative
    CHECK (held >= 0 AND spendable >= held AND pending >= 0 AND owed >= 0)
) WITH (fillfactor = 70);

-- One row is one balanced movement: zero sum by construction.
CREATE TABLE ledger_movement (
    member_id bigint NOT NULL,
    seq bigint NOT NULL,
    club_id bigint NOT NULL,
    event_id bigint,
    lot_seq bigint,
    award_id bigint,
    amount bigint NOT NULL CHECK (amount > 0),
    balance_after bigint NOT NULL,
    effective_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    unit integer NOT NULL,
    kind smallint NOT NULL,
    from_account smallint NOT NULL,
    to_account smallint NOT NULL,
    PRIMARY KEY (member_id, seq),
    CONSTRAINT ledger_movement_kind_fits CHECK (
        -- One constant array: the text of a constraint is parsed anew by every inserting statement.
        -- kind, from, to: earn 1 (10 to 1, 2, 3), burn 2, expire 3, activate 4, take back 5, correct breakage 6,
        -- restore 7, adjust 8, opening 9, convert 10, gift 11, donate 12, partner 13 (vafa/ledger/chart.py).
        kind * 10000 + from_account * 100 + to_account = any('{
            11001, 11002, 11003, 20111, 30112, 30212, 40201, 40203, 50110, 50210, 50310, 61210,
            71101, 71112, 81701, 80117, 91601, 91602, 101801, 101802, 100118, 111501, 111502, 110115,
            120113, 131401, 131402, 130114
        }'::integer[])
    )
);

CREATE TABLE ledger_lot (
    member_id bigint NOT NULL,
    seq bigint NOT NULL,
    club_id bigint NOT NULL,
    issued bigint NOT NULL,
    remaining bigint NOT NULL,
    held bigint NOT NULL DEFAULT 0,
    expired bigint NOT NULL DEFAULT 0,
    available_at timestamptz NOT NULL,
    expires_at timestamptz,
    award_id bigint,
    origin_seq bigint,
    unit integer NOT NULL,
    class smallint NOT NULL,
    state smallint NOT NULL,
    PRIMARY KEY (member_id, seq),
    CONSTRAINT ledger_lot_adds_up CHECK (
        held >= 0 AND remaining >= held AND issued >= remaining AND issued > 0
        AND (state = 3) = (remaining = 0)
    )
) WITH (fillfactor = 80);
-- Burn order; the predicate names state only, so that taking a part of a lot stays HOT.
CREATE INDEX ledger_lot_burn_order ON ledger_lot (member_id, unit, class, expires_at, seq) WHERE state < 3;

-- amount is positive when the movement took from the lot, negative when it gave back.
CREATE TABLE ledger_lot_use (
    member_id bigint NOT NULL,
    seq bigint NOT NULL,
    lot_seq bigint NOT NULL,
    club_id bigint NOT NULL,
    amount bigint NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (member_id, seq, lot_seq)
);

CREATE TABLE ledger_hold (
    member_id bigint NOT NULL,
    id bigint NOT NULL,
    club_id bigint NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    captured bigint NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    unit integer NOT NULL,
    state smallint NOT NULL DEFAULT 1 CHECK (state IN (1, 2, 3, 4)),
    bound_to text NOT NULL DEFAULT '',
    PRIMARY KEY (member_id, id),
    CONSTRAINT ledger_hold_adds_up CHECK (captured BETWEEN 0 AND amount AND (state = 2 OR captured = 0))
) WITH (fillfactor = 80);
CREATE INDEX ledger_hold_open ON ledger_hold (member_id) WHERE state = 1;

CREATE TABLE ledger_hold_lot (
    member_id bigint NOT NULL,
    hold_id bigint NOT NULL,
    lot_seq bigint NOT NULL,
    club_id bigint NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    PRIMARY KEY (member_id, hold_id, lot_seq)
);

-- One thing that happened to one member, with the answer that a repeat gets again.
CREATE TABLE ledger_event (
    member_id bigint NOT NULL,
    id bigint NOT NULL,
    club_id bigint NOT NULL,
    event_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    credential_id bigint NOT NULL,
    programme_version_id bigint NOT NULL,
    state_version bigint NOT NULL,
    first_seq bigint NOT NULL,
    last_seq bigint NOT NULL,
    origin_event_id bigint,
    award_ids bigint[] NOT NULL DEFAULT '{}',
    status smallint NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL DEFAULT '',
    answer jsonb NOT NULL,
    PRIMARY KEY (member_id, id)
);

CREATE TABLE ledger_award (
    member_id bigint NOT NULL,
    id bigint NOT NULL,
    club_id bigint NOT NULL,
    event_id bigint NOT NULL,
    programme_version_id bigint NOT NULL,
    lot_seq bigint,
    units bigint NOT NULL CHECK (units >= 0),
    uncapped bigint NOT NULL,
    basis bigint NOT NULL,
    carry bigint NOT NULL,
    qualifying bigint NOT NULL,
    unit integer NOT NULL,
    day integer NOT NULL,
    rule text NOT NULL,
    tier text NOT NULL,
    detail jsonb NOT NULL,
    PRIMARY KEY (member_id, id)
);

-- What one event took back of an award, and from where.
CREATE TABLE ledger_award_reversal (
    member_id bigint NOT NULL,
    award_id bigint NOT NULL,
    event_id bigint NOT NULL,
    club_id bigint NOT NULL,
    units bigint NOT NULL CHECK (units >= 0),
    basis bigint NOT NULL CHECK (basis >= 0),
    from_lot bigint NOT NULL CHECK (from_lot >= 0),
    from_others bigint NOT NULL CHECK (from_others >= 0),
    from_owed bigint NOT NULL CHECK (from_owed >= 0),
    from_breakage bigint NOT NULL CHECK (from_breakage >= 0),
    forgiven bigint NOT NULL CHECK (forgiven >= 0),
    PRIMARY KEY (member_id, award_id, event_id),
    CONSTRAINT ledger_award_reversal_adds_up
    CHECK (units = from_lot + from_others + from_owed + from_breakage + forgiven)
);

-- How many units of a burn one event gave back.
CREATE TABLE ledger_burn_reversal (
    member_id bigint NOT NULL,
    burn_event_id bigint NOT NULL,
    unit integer NOT NULL,
    event_id bigint NOT NULL,
    club_id bigint NOT NULL,
    units bigint NOT NULL CHECK (units > 0),
    PRIMARY KEY (member_id, burn_event_id, unit, event_id)
);

CREATE TABLE ledger_sale (
    member_id bigint NOT NULL,
    id bigint NOT NULL,
    club_id bigint NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    net_rials bigint NOT NULL,
    vat_rials bigint NOT NULL,
    to_pay_rials bigint NOT NULL,
    qualifying_rials bigint NOT NULL,
    returns_sale_id bigint,
    document text NOT NULL,
    branch text NOT NULL,
    channel text NOT NULL,
    detail jsonb NOT NULL,
    PRIMARY KEY (member_id, id)
);
CREATE INDEX ledger_sale_returns ON ledger_sale (member_id, returns_sale_id) WHERE returns_sale_id IS NOT NULL;

CREATE TABLE ledger_sale_line (
    member_id bigint NOT NULL,
    sale_id bigint NOT NULL,
    number integer NOT NULL,
    club_id bigint NOT NULL,
    quantity_milli bigint NOT NULL,
    gross_rials bigint NOT NULL,
    net_rials bigint NOT NULL,
    vat_rials bigint NOT NULL,
    product_group text NOT NULL,
    product text NOT NULL,
    kind text NOT NULL,
    PRIMARY KEY (member_id, sale_id, number)
);

-- Follow-ups, written with their cause and deleted by the relay.
CREATE TABLE ledger_outbox (
    member_id bigint NOT NULL,
    event_id bigint NOT NULL,
    number integer NOT NULL,
    club_id bigint NOT NULL,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
    topic text NOT NULL,
    payload jsonb NOT NULL,
    PRIMARY KEY (member_id, event_id, number)
);
