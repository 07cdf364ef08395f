"""Standing at a till: who is shown there, who comes in by PIN, what the trail keeps."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.factories.people import Worker, hire
from tests.factories.shops import Shop, open_shop
from vafa.domain.clubs import people
from vafa.domain.clubs.people import suspend
from vafa.domain.clubs.principal import OtherBranch, Principal
from vafa.domain.clubs.queries import authenticate
from vafa.domain.clubs.scope import club_scope
from vafa.domain.tills.marks import SellerMarkWrong
from vafa.domain.tills.operations import TillClosed
from vafa.domain.tills.pins import NewDevice
from vafa.domain.tills.queries import NoSuchTill
from vafa.interfaces.web import sources
from vafa.journeys import manage_tills, use_till

pytestmark = pytest.mark.django_db
SECRET = "a-long-secret"


def owner_of(shop: Shop) -> Principal:
    """Give the owner's key."""
    return authenticate(secret=shop.owner.secret, at=sources.now())


def principal_of(worker: Worker) -> Principal:
    """Give what somebody may do who signed in with the password."""
    return people.principal_of(membership=people.memberships(user_id=worker.user_id)[0])


def shop_with_till(branch: str = "north") -> Shop:
    """Open a shop with two branches and a till at one of them."""
    shop = open_shop(branches=("north", "south"))
    manage_tills.open_till(principal=owner_of(shop), at=sources.now(), code="t1", branch=branch)
    return shop


def stand(shop: Shop, principal: Principal, till: str = "t1") -> use_till.TillHere | None:
    """Put a browser at the till, and look where it stands."""
    use_till.put_at_till(
        principal=principal, ids=sources.ids(), at=sources.now(),
        device=NewDevice(till, SECRET, "Chrome"),
    )  # fmt: skip
    return use_till.recognise_till(club_code=shop.code, secret=SECRET)


def with_pin(worker: Worker, pin: str) -> Worker:
    """Let somebody choose a PIN."""
    use_till.choose_pin(
        principal=principal_of(worker), vault=sources.vault(), at=sources.now(), pin=pin
    )
    return worker


def switched(here: use_till.TillHere, worker: Worker, pin: str) -> use_till.Switched | None:
    """Try to go on at the till."""
    return use_till.switch_at_till(
        here=here, vault=sources.vault(), at=sources.now(), staff_id=worker.staff_id, pin=pin,
        address="10.0.0.7",
    )  # fmt: skip


def test_people_of_the_branch_are_shown_and_come_in_by_pin() -> None:
    shop = shop_with_till()
    sara = with_pin(hire(shop, "cashier", branches=("north",)), "7391")
    hire(shop, "cashier", branches=("south",))
    hire(shop, "marketer")
    manager = hire(shop, "manager")

    here = stand(shop, principal_of(sara))

    assert here is not None
    assert (here.device.till, here.device.branch, here.lock_minutes) == ("t1", "north", 10)
    shown = {one.staff_id for one in use_till.colleagues(here=here)}
    assert shown == {sara.staff_id, manager.staff_id}
    assert switched(here, sara, "5050") is None
    assert switched(here, manager, "7391") is None
    done = switched(here, sara, "7391")
    assert done is not None
    assert (done.user_id, done.membership.staff_id) == (sara.user_id, sara.staff_id)
    with club_scope(shop.club_id), connection.cursor() as cursor:
        cursor.execute(
            "SELECT act FROM clubs_act WHERE club_id = %s AND staff_id = %s ORDER BY id",
            [shop.club_id, sara.staff_id],
        )
        assert [act for (act,) in cursor] == ["pin_set", "till_device_added", "till_switched"]


def test_who_was_suspended_does_not_come_in() -> None:
    shop = shop_with_till()
    sara = with_pin(hire(shop, "cashier"), "7391")
    here = stand(shop, principal_of(sara))
    assert here is not None
    with club_scope(shop.club_id):
        suspend(principal=owner_of(shop), staff_id=sara.staff_id, at=sources.now())

    assert switched(here, sara, "7391") is None


def test_browser_is_put_only_at_an_open_till_of_ones_branch() -> None:
    shop = shop_with_till()
    with pytest.raises(OtherBranch):
        stand(shop, principal_of(hire(shop, "cashier", branches=("south",))))
    with pytest.raises(NoSuchTill):
        stand(shop, owner_of(shop), "t9")
    here = stand(shop, owner_of(shop))
    assert here is not None
    manage_tills.close_till(principal=owner_of(shop), at=sources.now(), code="t1")

    assert use_till.recognise_till(club_code=shop.code, secret=SECRET) is None
    with pytest.raises(TillClosed):
        stand(shop, owner_of(shop))


def test_taken_away_browser_stands_nowhere() -> None:
    shop = shop_with_till()
    assert stand(shop, owner_of(shop)) is not None
    (device,) = use_till.list_devices(principal=owner_of(shop))
    use_till.take_from_till(principal=owner_of(shop), at=sources.now(), device_id=device.device_id)

    assert use_till.list_devices(principal=owner_of(shop)) == ()
    assert use_till.recognise_till(club_code=shop.code, secret=SECRET) is None
    assert use_till.recognise_till(club_code="nowhere", secret=SECRET) is None


def test_key_of_nobody_has_no_pin() -> None:
    shop = shop_with_till()
    with pytest.raises(use_till.PinNeedsPerson):
        use_till.choose_pin(
            principal=owner_of(shop), vault=sources.vault(), at=sources.now(), pin="7391"
        )
    assert not use_till.has_pin(principal=owner_of(shop))


def test_who_sold_is_told_by_the_mark_also_after_leaving() -> None:
    shop = shop_with_till()
    sara, ali = hire(shop, "cashier", branches=("north",)), hire(shop, "manager")
    vault, now = sources.vault(), sources.now()
    mark = use_till.mark_seller(principal=principal_of(sara), vault=vault, at=now)
    with club_scope(shop.club_id):
        suspend(principal=owner_of(shop), staff_id=sara.staff_id, at=now)

    told = use_till.as_seller(principal=principal_of(ali), vault=vault, at=now, mark=mark)

    assert (told.staff_id, told.credential_id) == (sara.staff_id, sara.staff_id)
    assert told.branches == frozenset({"north"})
    assert told.rights == principal_of(ali).rights


def test_nobody_sends_the_sales_of_another_branch_or_club() -> None:
    shop, other = shop_with_till(), shop_with_till()
    north = hire(shop, "cashier", branches=("north",))
    south = hire(shop, "cashier", branches=("south",))
    vault, now = sources.vault(), sources.now()
    mark = use_till.mark_seller(principal=principal_of(north), vault=vault, at=now)

    with pytest.raises(OtherBranch):
        use_till.as_seller(principal=principal_of(south), vault=vault, at=now, mark=mark)
    with pytest.raises(SellerMarkWrong):
        use_till.as_seller(
            principal=principal_of(hire(other, "cashier")), vault=vault, at=now, mark=mark
        )
    assert use_till.mark_seller(principal=owner_of(shop), vault=vault, at=now) == ""
