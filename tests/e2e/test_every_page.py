"""Every page of the URL conf, in every look: a new page is swept here by itself.

What an address names (a member, a sale) comes from `NAMES`: a route with a new kind of name
needs one line there. A route that shows no page of its own (it takes a form, gives a file or a
part of a page) tells so by its answer; one that sends elsewhere needs a line in
`NO_PAGE`, with why.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e import people
from tests.e2e.conftest import Sweep
from tests.factories import imports
from tests.factories.people import hire, member_client
from tests.factories.shops import Shop, new_mobile, purchase_of
from tests.fences.matrix import Page as Route
from tests.fences.matrix import pages
from tests.interfaces.cashier.test_lines import with_catalogue
from tests.interfaces.portal.test_account import links_of, open_household
from vafa.interfaces.web import sources
from vafa.journeys.stop_messages import opt_out_token
from vafa.kit.identity import normalise_mobile

AT_ONCE = 8
OK, NO_GET = 200, 405


@dataclass(frozen=True, slots=True)
class World:
    """A club in which something of everything has happened; its member is called Sara."""

    club: Shop
    member_id: str
    mobile: str

    @property
    def number(self) -> str:
        """Give the membership number."""
        return str(self.club.owner.get(f"/v1/members/{self.member_id}").json()["number"])

    def sale(self) -> str:
        """Record a purchase and give its id."""
        return str(self.club.purchase(self.member_id, 2_000_000)["purchase_id"])

    def file(self) -> str:
        """Bring a messy file in and give the number of its import."""
        sent = self.club.owner.send_file("/v1/imports?file_name=orders.csv", imports.messy())
        number = str(sent.json()["uploaded"]["import_id"])
        plan = {"kind": "orders", "unit": "rial", "source": "old-till"}
        for act, body in (("check", plan), ("start", None)):
            assert self.club.owner.write(f"/v1/imports/{number}/{act}", body).status_code == 202
            imports.work()
        return number

    def gift(self) -> str:
        """Have credit given to everybody and give the number of that."""
        gift = {"unit": "credit", "units": 10_000, "reason": "goodwill"}
        return str(self.club.owner.write("/v1/member-gifts", gift).json()["together_id"])

    def key(self) -> str:
        """Give the id of the club's first API key."""
        return str(self.club.owner.get("/v1/api-keys").json()["keys"][0]["key_id"])

    def webhook(self) -> str:
        """Have the club's changes sent somewhere and give the webhook's id."""
        added = self.club.owner.write("/v1/webhooks", {"url": "https://shop.example.com/vafa"})
        return str(added.json()["webhook"]["webhook_id"])

    def message(self) -> str:
        """Have an order told to its member and give the id of the message."""
        self.order()
        return str(self.club.owner.get("/v1/messages").json()["messages"][0]["message_id"])

    def approval(self) -> str:
        """Ask for a higher limit and give the id of the request."""
        asked = self.club.owner.write("/v1/club/manual-limit", {"limit_rials": 9_000_000})
        return str(asked.json()["approval_id"])

    def shift(self) -> str:
        """Open a shift with a sale in it and give its id."""
        if known := self.club.owner.get("/v1/shifts").json()["shifts"]:
            return str(known[0]["shift_id"])
        self.club.owner.write("/v1/tills", {"code": "till-1"})
        opened = self.club.owner.write("/v1/tills/till-1/drawer", {"float_rials": 500_000})
        self.club.purchase(self.member_id, 2_000_000, attributes={"till": "till-1"})
        return str(opened.json()["shift_id"])

    def receipt(self) -> str:
        """Give the code on a receipt without a name."""
        sale = purchase_of("", 2_000_000)
        del sale["member"]
        return str(self.club.owner.write("/v1/purchases", sale).json()["receipt_code"])

    def opt_out(self) -> str:
        """Give the token that stands in the member's messages."""
        return opt_out_token(
            vault=sources.vault(), club_id=self.club.club_id, member_id=int(self.member_id)
        )

    def invitation(self) -> str:
        """Open a household and give the token that invites to it."""
        keeper = self.club.member(first_name="مینا")
        open_household(self.club, keeper)
        link = links_of(member_client(self.club, keeper), self.club)["بزرگسال"]
        return link.rstrip("/").rpartition("/")[2]

    def friend(self) -> str:
        """Give the token in the link by which the member invites friends."""
        place = f"/v1/members/{self.member_id}/invitations"
        return str(self.club.owner.get(place).json()["token"])

    def product(self) -> str:
        """Sell tea and give its id."""
        with_catalogue(self.club)
        found = self.club.owner.get("/v1/catalogue/products?text=tea").json()["products"]
        return str(found[0]["product_id"])

    def reward(self) -> str:
        """Put a reward for a coupon in force and give its code."""
        document = self.club.owner.get("/v1/programme/versions/1").json()["document"]
        off = {"kind": "percent", "share": 1_000}
        named = {"code": "ten", "name": {"fa": "ده درصد", "en": "Ten percent"}}
        document["rewards"] = [{**named, "given": "coupon", "effect": off}]
        saved = self.club.owner.write("/v1/programme/versions", {"document": document}).json()
        number = saved["version"]["number"]
        self.club.owner.write(f"/v1/programme/versions/{number}/publish", {})
        return "ten"

    def coupons(self) -> str:
        """Begin coupons and give the id of the series."""
        begun = self.club.owner.write("/v1/coupon-series", {"reward": self.reward()})
        return str(begun.json()["series_id"])

    def gift_card(self) -> str:
        """Put gift cards in force, sell one and give its id."""
        document = self.club.owner.get("/v1/programme/versions/1").json()["document"]
        document["units"][1]["redemption"]["spend_as"] = "tender"
        document["gift_card_unit"] = "credit"
        saved = self.club.owner.write("/v1/programme/versions", {"document": document}).json()
        number = saved["version"]["number"]
        self.club.owner.write(f"/v1/programme/versions/{number}/publish", {})
        sold = {"buyer_id": self.member_id, "rials": 500_000}
        return str(self.club.owner.write("/v1/gift-cards/sell", sold).json()["card_id"])

    def field(self) -> str:
        """Define a field of the club's own and give its code."""
        field = {"code": "size", "label": "اندازه", "kind": "number"}
        path = "/v1/club/member-fields"
        assert self.club.owner.write(path, {"fields": [field]}, method="PUT").status_code == 200
        return "size"

    def merge(self) -> str:
        """Merge another member into Sara and give the number of the merge."""
        two = {"survivor_id": self.member_id, "duplicate_id": self.club.member()}
        return str(self.club.owner.write("/v1/merges", two).json()["merge_id"])

    def order(self) -> str:
        """Place an order and give its number."""
        order = {"member": {"id": self.member_id}, "title": "میز تحریر", "currency": "IRR"}
        return str(self.club.owner.write("/v1/orders", order).json()["order"]["number"])


NAMES: dict[str, Callable[[World], str]] = {
    "cashier/shift/<int:shift_id>": World.shift,
    "members/<str:number>": lambda world: world.number,
    "cashier/receipt/<int:purchase_id>": World.sale,
    "cashier/sales/<int:purchase_id>": World.sale,
    "cashier/undo/<int:purchase_id>": World.sale,
    "imports/<int:import_id>": World.file,
    "members/together/<int:together_id>": World.gift,
    "imports/sample/<slug:kind>": lambda _: "members",
    "settings/fields/<slug:code>": World.field,
    "members/<str:number>/merge/<int:merge_id>": World.merge,
    "members/<str:number>/purchases/<int:sale_id>": World.sale,
    "orders/<int:number>": World.order,
    "settings/branches/<str:code>": lambda _: "north",
    "settings/limits/<slug:role>": lambda _: "cashier",
    "settings/texts/<slug:kind>": lambda _: "terms",
    "settings/keys/<int:key_id>": World.key,
    "settings/webhooks/<int:webhook_id>": World.webhook,
    "approvals/<int:approval_id>": World.approval,
    "messages/<int:message_id>": World.message,
    "catalogue/products/<int:product_id>": World.product,
    "c/<slug:club>/me/orders/<int:number>": World.order,
    "c/<slug:club>/me/mobile/<int:change_id>": lambda _: "1",
    "settings/staff/<int:staff_id>": lambda world: str(hire(world.club, "cashier").staff_id),
    "r/<slug:club>/<str:code>": World.receipt,
    "u/<slug:club>/<str:token>": World.opt_out,
    "c/<slug:club>/me/account/join/<str:token>": World.invitation,
    "j/<slug:club>/<str:token>": World.friend,
    "programme/draft/rules/<str:code>": lambda _: "cashback",
    "programme/draft/rules/new/<str:shape>": lambda _: "join-points",
    "programme/draft/units/<str:code>": lambda _: "points",
    "programme/draft/rewards/<str:code>": World.reward,
    "coupons/<int:series_id>": World.coupons,
    "gift-cards/<int:card_id>": World.gift_card,
}
# By how a route begins: it shows a page only to who comes another way, which has its own tests.
NO_PAGE: dict[str, str] = {
    "imports/<int:import_id>/undo/": "only what came in is undone; test_imports.py",
    "c/<slug:club>/sign-in/code/": "a code was asked for before",
    "c/<slug:club>/sign-in/recognise/": "a code was typed before",
    "sign-in/code/": "a password was typed before",
    "sign-in/": "whoever is in has no need of it",
    "c/<slug:club>/logo.png": "gives a picture, when there is one",
    "members/<str:number>/photo/": "gives a picture, when there is one",
    "c/<slug:club>/me/photo/image/": "gives a picture, when there is one",
    "purchases/offline/<str:till>/": "only one that was rejected; test_offline_sales.py",
    "purchases/reviews/<int:sale_id>/": "only one that waits; test_reviews.py",
    "c/<slug:club>/icon.png": "gives a picture",
    "account/": "there is no second factor yet",
    "members/<str:number>/merge/<int:merge_id>/undo/": "a merge is undone once",
    "programme/versions/<int:number>/back-test/members/": "only after a test was done",
    "sign-out/": "nobody is in",
    "unsent/": "only after a form was sent without a session; test_unsent.py",
    "c/<slug:club>/me/unsent/": "only after a form was sent without a device; test_unsent.py",
    "setup/": "a part of the first page; opened by itself it is that page",
    "cashier/switch/": "only where a browser stands at a till; test_till_people.py",
    "cashier/lock/": "ends a session",
    "orders/<int:number>/files/<int:file_id>/": "gives a file",
    "c/<slug:club>/me/orders/<int:number>/files/<int:file_id>/": "gives a file",
    "new-password/": "a secret is in the link; tests/interfaces/web",
    "invitation/": "a secret is in the link; tests/interfaces/web",
}


def grouped() -> list[tuple[str, tuple[str, ...]]]:
    """Give all routes, a few at a time, with who opens them."""
    found = sorted((who_opens(page), page.route) for page in pages())
    groups = []
    for kind, routes in groupby(found, key=lambda one: one[0]):
        rest = iter([route for _, route in routes])
        while some := tuple(islice(rest, AT_ONCE)):
            groups.append((kind, some))
    return groups


def who_opens(page: Route) -> str:
    """Tell who sees most of a page."""
    if page.guard:
        return page.guard.kind
    return "staff" if page.route.startswith("account/") else "nobody"


@pytest.mark.parametrize(
    ("who", "routes"), [pytest.param(*one, id=f"{one[0]} {one[1][0]}") for one in grouped()]
)
def test_every_page_holds_in_every_look(
    page: Page, club: Shop, sweep: Sweep, tmp_path: Path, who: str, routes: tuple[str, ...]
) -> None:
    world = a_world(club)
    if who == "staff":
        people.sign_in_staff(page, club)
    elif who == "member":
        people.sign_in_member(page, club, world.mobile, tmp_path)
    addresses = [shown(page, world, route) for route in routes]
    assert not [told for told in addresses if told and not told.startswith("/")]

    for address in filter(None, addresses):
        sweep(address)


def a_world(club: Shop) -> World:
    """Have a member buy and order something."""
    mobile = normalise_mobile(new_mobile())
    member_id = club.member(first_name="سارا", mobile=mobile)
    club.purchase(member_id, 12_000_000)
    return World(club, member_id, mobile)


def shown(page: Page, world: World, route: str) -> str:
    """Give the address of a route that shows a whole page, or nothing, or what is odd."""
    address = "/" + address_of(world, route)
    answer = page.request.get(address, max_redirects=0)
    is_page = "text/html" in answer.headers.get("content-type", "") and "<html" in answer.text()
    if answer.status == OK:
        return address if is_page else ""
    excused = answer.status == NO_GET or any(route.startswith(one) for one in NO_PAGE)
    return "" if excused else f"{answer.status} at {address}: NAMES or NO_PAGE needs a line"


def address_of(world: World, route: str) -> str:
    """Put into a route what it names."""
    done = ""
    at = 0
    for name in re.finditer(r"<(?:\w+:)?(\w+)>", route):
        done += route[at : name.start()]
        at = name.end()
        known = NAMES.get(route[:at], _first)
        done += world.club.code if name[1] == "club" else known(world)
    return done + route[at:]


def _first(_: World) -> str:
    return "1"
