"""A club to which everything has happened, and a second installation with other keys."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg

from tests.factories.accounts import close
from tests.factories.clubs import IDS, VAULT, Club, a_club, claim, clock, entropy
from tests.factories.phones import Phones
from tests.factories.pictures import picture
from tests.factories.receipts import claim_receipt, sell
from tests.house import another_database
from vafa.domain.clubs.people import NewStaff, link_user
from vafa.domain.clubs.principal import Claim
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.invitations import token
from vafa.domain.members.listing import MembersSought
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.records import Adjustment, SpendWish
from vafa.journeys import erase_member
from vafa.journeys.adjust_balance import adjust_balance
from vafa.journeys.change_photo import change_photo
from vafa.journeys.change_together import mark_together
from vafa.journeys.edit_profile import edit_profile
from vafa.journeys.manage_staff import invite_staff
from vafa.journeys.manage_webhooks import add_webhook
from vafa.journeys.mark_members import Doing, write_note
from vafa.journeys.relay_changes import relay_changes
from vafa.server import config as configuration
from vafa.server import database
from vafa.server.config import Config

OTHER_VAULT = Vault(keys={1: b"K" * 32}, current=1, lookup_key=b"L" * 32)
BEFORE, AFTER = "+989120003344", "+989120005566"
MOBILE, EMAIL = "+989120001122", "sara@example.com"


def a_full_club(folder: Path) -> Club:
    """Open a club and let everything happen to it that a till, a member or a manager can do.

    The month of Aban is closed; some follow-ups have been handed on and some wait. `folder` is
    where the sandbox keeps its messages.
    """
    club = a_club(branches=("centre", "خیابان بهار"))
    club.join(mobile=MOBILE, last_name='کریمی "سارا", خط\nدوم', birthday=(8, 30))
    club.join("Ali")
    club.join("Mina")
    _profile(club)
    first = club.buy(50_000_000)
    club.refund(club.buy(9_000_000, name="Ali"))
    club.void(club.buy(3_000_000, name="Ali"))
    club.pass_days(20)
    club.run_day()
    relay_changes(batch=500)
    close(club, "1405-08")
    _after_the_month(club)
    came = token(vault=VAULT, club_id=club.club_id, member_id=club.members["Ali"])
    club.join("Nima", invitation=came)
    erase(club, "Mina")
    claimed = sell(club, 2_000_000)
    claim_receipt(club, claimed.receipt_code, "Ali")
    sell(club, 4_000_000)
    club.refund(first)
    add_webhook(
        principal=club.principal, claim=claim(), ids=IDS, vault=VAULT, at=club.at,
        entropy=entropy(), url="https://shop.example.com/",
    )  # fmt: skip
    hired = invite_staff(
        principal=club.principal, claim=claim(), at=club.at, ids=IDS,
        staff=NewStaff("نرگس", "cashier"),
    )  # fmt: skip
    with club_scope(club.club_id):
        link_user(club_id=club.club_id, staff_id=hired.staff_id, user_id=IDS.next())
    phones = Phones(club, folder)
    club.join("Reza", mobile=BEFORE)
    asked = phones.change(club.members["Reza"], AFTER)
    phones.confirm(asked, phones.code(AFTER), phones.code(BEFORE))
    return club


def _after_the_month(club: Club) -> None:
    change_photo(
        principal=club.principal, ids=IDS, vault=VAULT, at=club.at,
        member_id=club.members["Ali"], image=picture(),
    )  # fmt: skip
    write_note(
        doing=Doing(club.principal, claim(), IDS, VAULT, club.at),
        member_id=club.members["Ali"], text="پس از ساعت پنج زنگ بزنید",
    )  # fmt: skip
    mark_together(
        doing=Doing(club.principal, claim(), IDS, VAULT, club.at),
        sought=MembersSought(member_ids=(club.members["Ali"],)), kind="set_manager", which=None,
    )  # fmt: skip
    club.edit(club.buy(7_000_000, name="Ali"), 6_000_000)
    club.exchange(club.buy(8_000_000, name="Ali"), 5_000_000)
    club.refund(club.buy(1_000_000, spend=(SpendWish("credit", 50_000),)))
    club.redeem(10_000)
    club.capture(club.hold(20_000).hold_id, 15_000)
    club.cancel(club.hold(20_000).hold_id)
    club.hold(30_000, bound_to="order 12")
    club.buy(2_000_000, name="Mina")
    with clock(club.at):
        adjust_balance(
            principal=club.principal, claim=claim(), event_at=club.at, ids=IDS,
            adjustment=Adjustment(club.members["Sara"], "credit", 5_000, "goodwill", "پوزش"),
        )  # fmt: skip


def _profile(club: Club) -> None:
    with clock(club.at):
        edit_profile(
            principal=club.principal, claim=claim(), ids=IDS, vault=VAULT, at=club.at,
            member_id=club.members["Sara"],
            changes={"email": EMAIL, "address": "تهران، خیابان بهار، پلاک ۱۲"},
        )  # fmt: skip


def erase(club: Club, name: str) -> None:
    """Erase somebody as an owner does: look first, then confirm."""
    member_id = club.members[name]
    with clock(club.at):
        seen = erase_member.preview_erasure(
            principal=club.principal, vault=VAULT, at=club.at, member_id=member_id
        )
        erase_member.erase_member(
            principal=club.principal, claim=Claim("erase", b"e" * 32), ids=IDS, vault=VAULT,
            at=club.at, member_id=member_id, basis="request", preview_hash=seen.preview_hash,
        )  # fmt: skip


def here() -> Config:
    """Give the settings of the tests' own database."""
    from django.db import connection

    return replace(configuration.current(), database_name=str(connection.settings_dict["NAME"]))


@contextmanager
def elsewhere(name: str = "elsewhere") -> Iterator[Config]:
    """Give the settings of another, empty installation on the same server."""
    with another_database(f"vafa_test_{os.getpid()}_{name}") as made:
        yield replace(configuration.current(), database_name=made)


@contextmanager
def connected(config: Config, role: str) -> Iterator[psycopg.Connection]:
    """Connect for the time of the block."""
    with database.connect(config, role) as connection:
        yield connection
