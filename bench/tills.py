"""Row "till": how long a whole sale takes a robot at the keyboard of the till, and where it goes.

Chromium types as a cashier does: F2, the mobile, Enter, the amount, F9, until it is said that the
sale is recorded. The parts are the browser's own times of what it asked the server.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from bench.club import Club
from bench.large_club import owner_of
from bench.report import Measure
from bench.servers import web_server
from tests.e2e import browsing
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.queries import reached
from vafa.interfaces.web import sources
from vafa.server.config import Config

ROW = "a sale at the till"
AIM_SECONDS = 1.0
ASKED = {"member": "/cashier/member/", "recording": "/cashier/purchase/"}
_TIMES = """
    () => performance.getEntriesByType("resource")
        .map(({ name, startTime, responseEnd }) => [name, responseEnd - startTime])
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How many sales are made; the first ones warm up."""

    warm_up: int = 5
    sales: int = 30


def by_keyboard(
    config: Config, club: Club, folder: Path, size: Size, chromium: Browser
) -> Iterator[Measure]:
    """Make the sales in that browser, each for the next member."""
    with club_scope(club.principal.club_id):
        named = reached(member_ids=club.members, vault=sources.vault())
    mobiles = [digits[-1].removeprefix("+98") for digits in named.values()]
    _, signed_in = owner_of(principal=club.principal)
    taken: list[float] = []
    parts: dict[str, list[float]] = {part: [] for part in ASKED}
    with web_server(config, log=folder / "till.log") as web:
        site = f"http://127.0.0.1:{web.port}"
        visit = browsing.new_visit(chromium, site)
        for cookie in signed_in.cookies.values():
            visit.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        browsing.open_page(visit.page, "/cashier/")
        for number in range(size.warm_up + size.sales):
            seconds = _sell(visit.page, f"0{mobiles[number % len(mobiles)]}")
            if number >= size.warm_up:
                taken.append(seconds)
                for part, milliseconds in _parts(visit.page):
                    parts[part].append(milliseconds)
        assert visit.errors == [], visit.errors
    yield Measure(
        ROW, "F2 to recorded, middle", statistics.median(taken), "s", at_most=AIM_SECONDS
    )
    yield Measure(ROW, "F2 to recorded, slowest", max(taken), "s")
    for part, found in parts.items():
        yield Measure(ROW, f"of it, {part}: asked to answered", statistics.median(found), "ms")
    asked = sum(statistics.median(found) for found in parts.values())
    yield Measure(ROW, "of it, keys and page", statistics.median(taken) * 1000 - asked, "ms")


def in_chromium(config: Config, club: Club, folder: Path, size: Size) -> Iterator[Measure]:
    """Open Chromium and make the sales in it."""
    with browsing.browser() as chromium:
        yield from by_keyboard(config, club, folder, size, chromium)


def _sell(page: Page, mobile: str) -> float:
    page.evaluate("() => performance.clearResourceTimings()")
    begun = time.perf_counter()
    page.keyboard.press("F2")
    page.keyboard.type(mobile)
    page.keyboard.press("Enter")
    page.locator("#amount:focus").wait_for()
    page.keyboard.type("435000")
    page.keyboard.press("F9")
    page.locator("[data-toast]").wait_for()
    seconds = time.perf_counter() - begun
    page.locator("[data-toast] [data-dismiss]").click()
    page.locator("[data-toast]").wait_for(state="detached")
    return seconds


def _parts(page: Page) -> Iterator[tuple[str, float]]:
    times: list[list[Any]] = page.evaluate(_TIMES)
    for part, address in ASKED.items():
        yield part, sum(took for name, took in times if name.endswith(address))
