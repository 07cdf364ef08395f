"""Takes the pictures of README and guides anew: `make pictures` while `make dev` runs elsewhere.

Each is one page of the demo club, as the person who works with it sees it.
"""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser

from scripts.look import SIZES, open_patiently, sign_in
from tests.e2e import browsing
from vafa.server import homes
from vafa.server.homes import PROJECT

PICTURES: Final = PROJECT / "docs" / "pictures"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of the demo club: who looks at it, on what, and what is done before."""

    name: str
    address: str
    who: str = "owner"
    size: Literal["desktop", "phone"] = "desktop"
    theme: Literal["light", "dark"] = "light"


ALL: Final = (
    Picture("office", "/"),
    Picture("members", "/members/"),
    Picture("programme", "/programme/"),
    Picture("sales", "/reports/sales/"),
    Picture("proof", "/reports/proof/"),
    Picture("till", "/cashier/", who="cashier"),
    Picture("member", "/c/demo/me/", who="member", size="phone"),
    Picture("member-dark", "/c/demo/me/", who="member", size="phone", theme="dark"),
    Picture("statement", "/c/demo/me/statement/", who="member", size="phone"),
    Picture("club", "/c/demo/", who="nobody", size="phone"),
)


def main() -> int:
    """Take all pictures, or those that are named."""
    asked = _arguments()
    wanted = [one for one in ALL if not asked.names or one.name in asked.names]
    with browsing.browser() as browser:
        for look, some in groupby(wanted, lambda one: (one.who, one.size)):
            _take(browser, asked, look, some)
    return 0


def _take(
    browser: Browser,
    asked: argparse.Namespace,
    look: tuple[str, str],
    pictures: Iterable[Picture],
) -> None:
    who, size = look
    visit = browsing.new_visit(
        browser, asked.site, viewport=SIZES[size], has_touch=size == "phone"
    )
    if who != "nobody":
        sign_in(visit.page, who, Path(asked.home))
    for one in pictures:
        visit.look(theme=one.theme)
        open_patiently(visit.page, one.address)
        path = PICTURES / f"{one.name}.png"
        visit.page.screenshot(path=path)
        print(path.relative_to(PROJECT))
    visit.context.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pictures", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"some of {', '.join(one.name for one in ALL)}")
    parser.add_argument("--site", default="http://localhost:8000")
    parser.add_argument(
        "--home", default=homes.default(), help="where that Vafa keeps its log-ins"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
