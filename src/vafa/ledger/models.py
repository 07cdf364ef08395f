"""The ledger's tables as Django sees them: for reading only, and not managed by Django.

The tables are made by `sql/`; a test compares the columns. Writing is refused by the database:
only the posting functions may. What each table means is said in `sql/tables.sql` and
`sql/directories.sql`.
"""

from __future__ import annotations

from django.db import models


class MemberState(models.Model):
    """The one row of a member that every posting locks."""

    member_id = models.BigIntegerField(primary_key=True)
    club_id = models.BigIntegerField()
    kind = models.SmallIntegerField()
    state_version = models.BigIntegerField()
    movement_seq = models.BigIntegerField()
    next_due_at = models.DateTimeField(null=True)
    next_review_day = models.IntegerField(null=True)
    merged_into = models.BigIntegerField(null=True)
    idle = models.JSONField()
    state = models.JSONField()

    class Meta:
        managed = False
        db_table = "ledger_member_state"


class Wallet(models.Model):
    """What a member has of one unit."""

    pk = models.CompositePrimaryKey("member_id", "unit")
    member_id = models.BigIntegerField()
    unit = models.IntegerField()
    club_id = models.BigIntegerField()
    spendable = models.BigIntegerField()
    held = models.BigIntegerField()
    pending = models.BigIntegerField()
    owed = models.BigIntegerField()
    last_seq = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "ledger_wallet"


class Movement(models.Model):
    """One balanced movement between two accounts of one unit."""

    pk = models.CompositePrimaryKey("member_id", "seq")
    member_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    club_id = models.BigIntegerField()
    event_id = models.BigIntegerField(null=True)
    lot_seq = models.BigIntegerField(null=True)
    award_id = models.BigIntegerField(null=True)
    amount = models.BigIntegerField()
    balance_after = models.BigIntegerField()
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    unit = models.IntegerField()
    kind = models.SmallIntegerField()
    from_account = models.SmallIntegerField()
    to_account = models.SmallIntegerField()

    class Meta:
        managed = False
        db_table = "ledger_movement"


class Lot(models.Model):
    """Units that came in together and leave by the same rules."""

    pk = models.CompositePrimaryKey("member_id", "seq")
    member_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    club_id = models.BigIntegerField()
    issued = models.BigIntegerField()
    remaining = models.BigIntegerField()
    held = models.BigIntegerField()
    expired = models.BigIntegerField()
    available_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    award_id = models.BigIntegerField(null=True)
    origin_seq = models.BigIntegerField(null=True)
    origin_member = models.BigIntegerField(null=True)
    unit = models.IntegerField()
    lot_class = models.SmallIntegerField(db_column="class")
    state = models.SmallIntegerField()

    class Meta:
        managed = False
        db_table = "ledger_lot"


class LotUse(models.Model):
    """What a movement took from a lot (negative: gave back)."""

    pk = models.CompositePrimaryKey("member_id", "seq", "lot_seq")
    member_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    lot_seq = models.BigIntegerField()
    club_id = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "ledger_lot_use"


class Hold(models.Model):
    """Units kept for a later capture."""

    pk = models.CompositePrimaryKey("member_id", "id")
    member_id = models.BigIntegerField()
    id = models.BigIntegerField()
    club_id = models.BigIntegerField()
    amount = models.BigIntegerField()
    captured = models.BigIntegerField()
    expires_at = models.DateTimeField()
    unit = models.IntegerField()
    state = models.SmallIntegerField()
    bound_to = models.TextField()

    class Meta:
        managed = False
        db_table = "ledger_hold"


class HoldLot(models.Model):
    """The part of a hold that lies in one lot."""

    pk = models.CompositePrimaryKey("member_id", "hold_id", "lot_seq")
    member_id = models.BigIntegerField()
    hold_id = models.BigIntegerField()
    lot_seq = models.BigIntegerField()
    club_id = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "ledger_hold_lot"


class Event(models.Model):
    """One thing that happened to one member, with its stored answer."""

    pk = models.CompositePrimaryKey("member_id", "id")
    member_id = models.BigIntegerField()
    id = models.BigIntegerField()
    club_id = models.BigIntegerField()
    event_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    credential_id = models.BigIntegerField()
    programme_version_id = models.BigIntegerField()
    state_version = models.BigIntegerField()
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    origin_event_id = models.BigIntegerField(null=True)
    status = models.SmallIntegerField()
    kind = models.TextField()
    reason = models.TextField()
    answer = models.JSONField()

    class Meta:
        managed = False
        db_table = "ledger_event"


class Award(models.Model):
    """What a rule gave, with everything that a refund or an auditor needs."""

    pk = models.CompositePrimaryKey("member_id", "id")
    member_id = models.BigIntegerField()
    id = models.BigIntegerField()
    club_id = models.BigIntegerField()
    event_id = models.BigIntegerField()
    programme_version_id = models.BigIntegerField()
    lot_seq = models.BigIntegerField(null=True)
    units = models.BigIntegerField()
    uncapped = models.BigIntegerField()
    basis = models.BigIntegerField()
    carry = models.BigIntegerField()
    qualifying = models.BigIntegerField()
    unit = models.IntegerField()
    day = models.IntegerField()
    rule = models.TextField()
    tier = models.TextField()
    detail = models.JSONField()

    class Meta:
        managed = False
        db_table = "ledger_award"


class Sale(models.Model):
    """A sale, or a return that names the sale it belongs to."""

    pk = models.CompositePrimaryKey("member_id", "id")
    member_id = models.BigIntegerField()
    id = models.BigIntegerField()
    club_id = models.BigIntegerField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    net_rials = models.BigIntegerField()
    vat_rials = models.BigIntegerField()
    to_pay_rials = models.BigIntegerField()
    qualifying_rials = models.BigIntegerField()
    returns_sale_id = models.BigIntegerField(null=True)
    document = models.TextField()
    branch = models.TextField()
    channel = models.TextField()
    detail = models.JSONField()

    class Meta:
        managed = False
        db_table = "ledger_sale"


class SaleLine(models.Model):
    """One line of a sale or of a return."""

    pk = models.CompositePrimaryKey("member_id", "sale_id", "number")
    member_id = models.BigIntegerField()
    sale_id = models.BigIntegerField()
    number = models.IntegerField()
    club_id = models.BigIntegerField()
    quantity_milli = models.BigIntegerField()
    gross_rials = models.BigIntegerField()
    net_rials = models.BigIntegerField()
    vat_rials = models.BigIntegerField()
    product_group = models.TextField()
    product = models.TextField()
    kind = models.TextField()

    class Meta:
        managed = False
        db_table = "ledger_sale_line"


class Merge(models.Model):
    """One member merged into another, and what undoing it needs; `undone_at` when it was."""

    pk = models.CompositePrimaryKey("member_id", "id")
    member_id = models.BigIntegerField()
    id = models.BigIntegerField()
    club_id = models.BigIntegerField()
    duplicate_id = models.BigIntegerField()
    first_seq = models.BigIntegerField()
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    owed = models.JSONField()
    survivor_state = models.JSONField()

    class Meta:
        managed = False
        db_table = "ledger_merge"
