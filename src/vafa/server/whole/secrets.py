"""The columns that only open with an installation's keys, and how they get from one to another.

A sealed column is opened with the old keys and sealed with the new ones. A keyed hash cannot be
opened: what it was made from is found again, and hashed with the new key. On the way both are
sealed with a key made from a passphrase, or clear when the owner asked for that.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

from vafa.domain.members.vault import Vault
from vafa.domain.rewards import receipts

Row = Mapping[str, str | None]
# Each sealed column, and the place that its values are bound to.
SEALED: Mapping[tuple[str, str], str] = {
    ("members_member", "mobile_sealed"): "members_member:{id}:mobile",
    ("members_profile", "sealed"): "members_profile:{member_id}",
    ("members_memberchange", "sealed"): "members_memberchange:{id}",
    ("members_mobilechange", "old_sealed"): "members_mobilechange:{id}:old",
    ("members_mobilechange", "new_sealed"): "members_mobilechange:{id}:new",
    ("members_note", "sealed"): "members_note:{note_id}:{version}",
    ("members_photo", "sealed"): "members_photo:{member_id}",
    ("tills_offlinesale", "body"): "tills_offlinesale:{till}:{sequence}:body",
    ("webhooks_webhook", "secret"): "webhooks.secret:{id}",
    ("webhooks_webhook", "previous_secret"): "webhooks.secret:{id}",
}
# Each keyed hash, and the place that what it was made from is bound to in an archive.
TRACED: Mapping[tuple[str, str], str] = {
    ("members_contact", "trace"): "members_contact:{member_id}:{kind}",
    ("rewards_receipt", "trace"): "rewards_receipt:{sale_id}",
    ("vouchers_coupon", "trace"): "vouchers_coupon:{id}",
    ("vouchers_giftcard", "trace"): "vouchers_giftcard:{id}",
}
# Hashes without a key, and the one whose origin nobody knows any more: they go as they are.
PLAIN = frozenset(
    {
        ("clubs_answeredrequest", "body_hash"),
        ("clubs_apikey", "secret_hash"),
        ("clubs_logo", "icon"),
        ("clubs_logo", "image"),
        ("ledger_checkpoint", "head"),
        ("ledger_checkpoint", "previous"),
        ("ledger_checkpoint", "root"),
        ("ledger_leaf", "hash"),
        ("ledger_request_key", "body_hash"),
        ("members_erasure", "trace"),
        ("orders_attachment", "content"),
        ("tills_offlinesale", "body_hash"),
    }
)
_PRINTED = {"vouchers_coupon": "coupon", "vouchers_giftcard": "gift_card"}
EMPTY = "\\x"  # how PostgreSQL begins bytes, and all of them when there are none
SALT_BYTES = 16
_COST, _BLOCK, _PARALLEL = 2**15, 8, 1
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Cover:
    """How values are covered on the way; without a vault they are clear."""

    vault: Vault | None

    def put_on(self, *, value: str, place: str) -> str:
        """Cover a value."""
        if self.vault is None:
            return value
        return base64.b64encode(self.vault.seal(value=value, place=place)).decode()

    def take_off(self, *, text: str, place: str) -> str:
        """Give the value.

        :raises SealBroken: when the passphrase is another, or the value was changed or moved.
        """
        if self.vault is None:
            return text
        return self.vault.unseal(sealed=base64.b64decode(text), place=place)


def cover_of(passphrase: str, salt: bytes) -> Cover:
    """Make the cover of a passphrase: AES-256-GCM under the first half of its scrypt hash."""
    made = hashlib.scrypt(
        passphrase.encode(), salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL,
        maxmem=256 * _COST * _BLOCK, dklen=2 * _KEY_BYTES,
    )  # fmt: skip
    return Cover(Vault(keys={1: made[:_KEY_BYTES]}, current=1, lookup_key=made[_KEY_BYTES:]))


def secret_columns(table: str) -> list[str]:
    """Name the columns of a table that need the keys."""
    return [column for name, column in (*SEALED, *TRACED) if name == table]


def leaving(
    connection: psycopg.Connection, *, table: str, vault: Vault, cover: Cover
) -> Callable[[Row], dict[str, str | None]]:
    """Give what turns a row of this installation into one for an archive.

    A hash whose origin is known nowhere goes as it is, and fits nothing afterwards: that of a
    code that yet another installation printed.

    :raises SealBroken: when a sealed value does not open.
    """
    origins = _contacts(connection, vault) if table == "members_contact" else {}

    def covered(row: Row) -> dict[str, str | None]:
        done = dict(row)
        for column in secret_columns(table):
            held = row[column]
            if held is None or held == EMPTY:
                continue
            sealed = bytes.fromhex(held.removeprefix("\\x"))
            if (table, column) in SEALED:
                place = SEALED[table, column].format(**row)
                value: str | None = vault.unseal(sealed=sealed, place=place)
            else:
                place = TRACED[table, column].format(**row)
                value = origins.get(sealed) or _printed(table, row, sealed, vault)
            if value is not None:
                done[column] = cover.put_on(value=value, place=place)
        return done

    return covered


def arriving(*, table: str, vault: Vault, cover: Cover) -> Callable[[Row], dict[str, str | None]]:
    """Give what turns a row of an archive into one of this installation.

    :raises SealBroken: when the passphrase is another.
    """

    def opened(row: Row) -> dict[str, str | None]:
        done = dict(row)
        for column in secret_columns(table):
            text = row[column]
            if text is None or text.startswith(EMPTY):
                continue
            if (table, column) in SEALED:
                place = SEALED[table, column].format(**row)
                value = cover.take_off(text=text, place=place)
                held = vault.seal(value=value, place=place)
            else:
                value = cover.take_off(text=text, place=TRACED[table, column].format(**row))
                held = _trace(table, row, value, vault)
            done[column] = f"\\x{held.hex()}"
        return done

    return opened


def _trace(table: str, row: Row, value: str, vault: Vault) -> bytes:
    club_id = int(str(row["club_id"]))
    if table == "members_contact":
        return vault.trace(club_id=club_id, kind=str(row["kind"]), value=value)
    if table in _PRINTED:
        from vafa.domain.vouchers import operations as vouchers

        return vouchers.trace_of(vault=vault, club_id=club_id, code=value)
    return receipts.trace_of(vault=vault, club_id=club_id, code=value)


def _printed(table: str, row: Row, trace: bytes, vault: Vault) -> str | None:
    """Give the code that this installation printed, if it is the one of this hash."""
    club_id = int(str(row["club_id"]))
    if table == "rewards_receipt":
        code = receipts.code_of(vault=vault, club_id=club_id, sale_id=int(str(row["sale_id"])))
    elif table in _PRINTED:
        from vafa.domain.vouchers import operations as vouchers

        code = vouchers.code_of(
            vault=vault, club_id=club_id, kind=_PRINTED[table], id_=int(str(row["id"]))
        )
    else:
        return None
    return code if _trace(table, row, code, vault) == trace else None


def _contacts(connection: psycopg.Connection, vault: Vault) -> dict[bytes, str]:
    """Give what each contact's hash was made from: numbers, mobiles, addresses of mail."""
    known: dict[bytes, str] = {}

    def note(club_id: int, kind: str, value: str) -> None:
        if value:
            known[vault.trace(club_id=club_id, kind=kind, value=value)] = value

    for table, column, key in (
        ("members_member", "mobile_sealed", "id"),
        ("members_profile", "sealed", "member_id"),
        ("members_mobilechange", "old_sealed", "id"),
        ("members_mobilechange", "new_sealed", "id"),
    ):
        place = SEALED[table, column]
        query = sql.SQL("SELECT club_id, {}, {} FROM {}").format(
            sql.Identifier(key), sql.Identifier(column), sql.Identifier(table)
        )
        for club_id, row_id, sealed in connection.execute(query):
            if not sealed:
                continue
            value = vault.unseal(
                sealed=bytes(sealed), place=place.format(id=row_id, member_id=row_id)
            )
            if table == "members_profile":
                note(club_id, "email", json.loads(value).get("email", ""))
            else:
                note(club_id, "mobile", value)
    for club_id, number in connection.execute("SELECT club_id, number FROM members_member"):
        note(club_id, "number", number)
    return known
