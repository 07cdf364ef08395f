"""Takes pictures of the pages of a running Vafa: `python -m scripts.look / /members/ --as owner`.

Each picture is named after its page and look. People sign in by the demo's log-ins, which
`vafa start` keeps in its home; `--site` names another address than http://localhost:8000.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Error, Page

from tests.e2e import browsing
from tests.e2e.browsing import DESK, PHONE, new_visit, open_page
from vafa.server import homes

CODE_WITHIN_SECONDS = 20
PATIENCE_SECONDS = 15
SIZES = {"phone": PHONE, "desktop": DESK, "narrow": browsing.NARROW}
BOTH = {"theme": ("light", "dark"), "lang": ("fa", "en"), "size": ("desktop", "phone")}


def main() -> int:
    """Take the pictures that the command line asks for."""
    asked = arguments().parse_args()
    folder = Path(asked.out)
    folder.mkdir(parents=True, exist_ok=True)
    with browsing.browser() as one:
        for size, theme, language in looks(asked):
            viewport = SIZES[size]
            is_phone = size != "desktop"
            visit = new_visit(one, asked.site, viewport=viewport, has_touch=is_phone)
            visit.look(language=language, theme=theme)
            if asked.who != "nobody":
                sign_in(visit.page, asked.who, Path(asked.home))
            for address in asked.pages:
                open_patiently(visit.page, address)
                path = folder / f"{name_of(address)}-{size}-{theme}-{language}.png"
                visit.page.screenshot(path=path, full_page=not asked.fold)
                print(path)
            for error in visit.errors:
                print(error, file=sys.stderr)
            visit.context.close()
    return 0


def arguments() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", help="addresses like /members/")
    parser.add_argument("--as", dest="who", default="nobody", help="owner, cashier, … or member")
    parser.add_argument("--size", default="desktop", choices=[*SIZES, "both"])
    parser.add_argument("--theme", default="light", choices=["light", "dark", "both"])
    parser.add_argument("--lang", default="fa", choices=["fa", "en", "both"])
    parser.add_argument("--out", default="var/looks", help="where the pictures go")
    parser.add_argument("--site", default="http://localhost:8000")
    parser.add_argument(
        "--home", default=homes.default(), help="where that Vafa keeps its log-ins"
    )
    parser.add_argument("--fold", action="store_true", help="only what is seen without scrolling")
    return parser


def looks(asked: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    """Give every size, theme and language that is asked for."""
    wanted = {"size": asked.size, "theme": asked.theme, "lang": asked.lang}
    return product(
        *(BOTH[part] if value == "both" else (value,) for part, value in wanted.items())
    )


def name_of(address: str) -> str:
    """Make a file's name of an address."""
    return re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-") or "first"


def open_patiently(page: Page, address: str) -> None:
    """Open a page, also while `make dev` reads a change anew."""
    for _ in range(PATIENCE_SECONDS):
        try:
            open_page(page, address)
        except Error as error:
            if "ERR_CONNECTION" not in str(error):
                raise
            page.wait_for_timeout(1000)
        else:
            return
    sys.exit(f"nothing answers at {address}; start Vafa first: make dev")


def sign_in(page: Page, who: str, home: Path) -> None:
    """Sign in as one of the demo's staff, or as its busiest member."""
    demo = json.loads((home / "demo.json").read_text("utf-8"))
    if who == "member":
        sign_in_member(page, demo["member_mobile"])
        return
    open_page(page, "/sign-in/")
    page.locator("input[name=login]").fill(demo["logins"][who])
    page.locator("input[name=password]").fill(demo["password"])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"^(?!.*sign-in)"))


def sign_in_member(page: Page, mobile: str) -> None:
    """Ask for a code and read it from the sandbox phone, which `make dev` shows as a page."""
    before = codes(page)
    open_page(page, "/c/demo/sign-in/")
    page.locator("input[name=mobile]").fill(mobile)
    page.locator("main form button[type=submit]").first.click()
    page.locator("input[name=code]").wait_for()
    for _ in range(CODE_WITHIN_SECONDS):
        page.wait_for_timeout(1000)
        if (now := codes(page)) != before:
            page.locator("input[name=code]").fill(now[0])
            page.keyboard.press("Enter")
            page.wait_for_url(re.compile(r"/me/"))
            return
    sys.exit("no code came; does the server run as `make dev` does?")


def codes(page: Page) -> list[str]:
    """Read the codes that came to the sandbox phone, the newest first."""
    return re.findall(r": (\d{6})\b", page.request.get("/dev/phone/").text())


if __name__ == "__main__":
    sys.exit(main())
