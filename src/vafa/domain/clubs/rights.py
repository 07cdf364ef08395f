"""What may be done in a club: every right, the roles of its people, the words of its keys.

A right is a thing that a journey does. A role is what somebody of the staff is, with the rights
that go with it. A key names single rights, or words: a word stands for several rights at once.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, get_args

Right = Literal[
    "club.read", "members.read", "sales.read", "changes.read",
    "members.write", "imports.write", "export",
    "sales.write", "credit.apply", "sales.refund", "orders.read", "orders.write",
    "programme.read", "programme.edit", "programme.publish", "settings.write",
    "keys.manage", "staff.manage", "audit.read",
    "approvals.decide", "credit.grant", "members.merge", "members.erase",
    "reports.read", "accounting.close",
]  # fmt: skip
Word = Literal[
    "read", "members", "purchases", "credit", "refunds", "programme", "keys", "approve"
]  # fmt: skip
Role = Literal["owner", "manager", "marketer", "accountant", "cashier", "support", "auditor"]

RIGHTS: Final[frozenset[str]] = frozenset(get_args(Right))

# Each right stands under one word only, so that all words together are all rights.
WORDS: Final[Mapping[Word, frozenset[Right]]] = {
    "read": frozenset(
        {"club.read", "members.read", "sales.read", "orders.read", "changes.read"}
    ),
    "members": frozenset({"members.write", "imports.write", "export"}),
    "purchases": frozenset({"sales.write", "orders.write"}),
    "credit": frozenset({"credit.apply"}),
    "refunds": frozenset({"sales.refund"}),
    "programme": frozenset(
        {"programme.read", "programme.edit", "programme.publish", "settings.write"}
    ),
    "keys": frozenset({"keys.manage", "staff.manage", "audit.read"}),
    "approve": frozenset(
        {
            "approvals.decide", "credit.grant", "members.merge", "members.erase", "reports.read",
            "accounting.close",
        }
    ),
}  # fmt: skip

MEANINGS: Final[Mapping[Right, str]] = {
    "club.read": "see the club's settings, branches and tills",
    "members.read": "find members; see profile, wallet, statement and tier",
    "sales.read": "find and show purchases; quote one",
    "changes.read": "follow the feed of changes",
    "members.write": "enrol members, change their data, consents, mobile and account",
    "imports.write": "bring members and orders in from files",
    "export": "take lists, files and a member's data out",
    "sales.write": "record purchases",
    "credit.apply": "let members spend what they have",
    "sales.refund": "refund, void and correct purchases",
    "orders.read": "see orders and their timeline",
    "orders.write": "place orders and work on them",
    "programme.read": "read every version of the programme, and try one",
    "programme.edit": "write drafts of the programme; make coupons",
    "programme.publish": "put a version of the programme in force",
    "settings.write": "change the club's settings, branches, tills and fields",
    "keys.manage": "issue and end API keys and webhooks",
    "staff.manage": "invite, change and suspend people who work here",
    "audit.read": "see who did what",
    "approvals.decide": "be the second person; decide what waits",
    "credit.grant": "give or take units by hand, up to the limit of the role",
    "members.merge": "merge two members, and undo it",
    "members.erase": "erase a member's data",
    "reports.read": "see reports, liability and the journal",
    "accounting.close": "close and reopen months; set accounts and terms",
}

_READING: Final[frozenset[Right]] = frozenset(
    {"club.read", "members.read", "sales.read", "orders.read", "programme.read"}
)
_SERVING: Final[frozenset[Right]] = frozenset({"members.write", "credit.grant", "orders.write"})

ROLES: Final[Mapping[Role, frozenset[str]]] = {
    "owner": RIGHTS,
    "manager": RIGHTS - {"keys.manage", "members.erase", "accounting.close"},
    "marketer": _READING | {"programme.edit", "reports.read"},
    "accountant": _READING | {"reports.read", "accounting.close", "export", "audit.read"},
    "cashier": (_READING - {"programme.read"}) | _SERVING
    | {"sales.write", "credit.apply", "sales.refund"},
    "support": _READING | _SERVING,
    "auditor": _READING | {"reports.read", "audit.read", "export"},
}  # fmt: skip


def rights_of(words: Iterable[str]) -> frozenset[str]:
    """Give the rights that words and rights stand for; what is neither is left out."""
    named = frozenset(words)
    meant = (rights for word, rights in WORDS.items() if word in named)
    return (named & RIGHTS).union(*meant)


def words_of(rights: Iterable[str]) -> tuple[str, ...]:
    """Give the rights in order, after the words whose every right is among them."""
    held = frozenset(rights)
    words = [word for word, meant in WORDS.items() if meant <= held]
    return (*words, *sorted(held - set(words)))


def rights_of_role(role: str) -> frozenset[str]:
    """Give the rights of a role; of what is no role, none."""
    return frozenset().union(*(rights for name, rights in ROLES.items() if name == role))


def rights_of_key(*, words: Iterable[str], role: str) -> frozenset[str]:
    """Give what a key may do: a person's own key never more than the person's role, if any."""
    rights = rights_of(words)
    return rights & rights_of_role(role) if role else rights
