"""A real browser on a real server: what the fixtures of the end-to-end tests are made of."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from vafa.server.homes import PROJECT

CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_CHROMIUM: Final = (
    "no Chromium on this machine, so the tests in a browser are left out;"
    " as root: apt-get install chromium"
)
PHONE: Final = {"width": 390, "height": 844}
DESK: Final = {"width": 1366, "height": 900}
NARROW: Final = {"width": 320, "height": 800}
READY: Final = "html[data-js=ready]"
# Tells whether a page is there without a connection.
KEPT: Final = "async path => Boolean(await (await caches.open('pages')).match(path))"
START_WITHIN_SECONDS: Final = 120
STOP_WITHIN_SECONDS: Final = 10
_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """Find the machine's Chromium; nothing when it has none."""
    return next((found for name in CHROMIUM if (found := shutil.which(name))), "")


@contextmanager
def browser(*flags: str) -> Iterator[Browser]:
    """Open Chromium without a window."""
    with sync_playwright() as playwright:
        # Playwright runs a loop in this thread, which Django would refuse to be called from.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        one = playwright.chromium.launch(executable_path=chromium(), args=[*_FLAGS, *flags])
        yield one
        one.close()


@contextmanager
def server(database: str, home: str) -> Iterator[str]:
    """Serve Vafa as `vafa start` does, on a clone of the tests' database; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    words = ["granian", "--interface", "wsgi", "--no-ws", "--workers", "1"]
    words += ["--blocking-threads", "4", "--log-level", "warning", "--port", str(port)]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("VAFA_")},
        "PYTHONPATH": str(PROJECT / "src"),
        "DJANGO_SETTINGS_MODULE": "vafa.server.settings",
        "VAFA_HOME": home,
        "VAFA_DATABASE_NAME": database,
        "VAFA_DEVELOPMENT": "1",
        "VAFA_PUBLIC_ADDRESS": address,
    }
    child = subprocess.Popen(
        [sys.executable, "-m", *words, "vafa.server.wsgi:application"],
        env=environment,
        start_new_session=True,  # so that it is stopped with its workers
    )
    try:
        _wait_until_it_answers(f"{address}/offline/", child)
        yield address
    finally:
        _stop(child)


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(STOP_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _wait_until_it_answers(address: str, child: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310  framework
        except OSError:
            if child.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


class Visit:
    """One person's browser: a page whose addresses are short, and everything that went wrong."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context = context
        self.site = site
        self.page = context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(f"script: {error}"))
        self.page.on("console", self._hear)
        self.page.on("request", self._watch)

    def _hear(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.errors.append(f"policy: {message.text}")

    def _watch(self, request: Any) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.errors.append(f"asked somebody else: {request.url}")

    def look(self, *, language: str = "fa", theme: str = "light") -> None:
        """Choose language and theme as a person did earlier."""
        for name, value in (("vafa_language", language), ("vafa_theme", theme)):
            self.context.add_cookies([{"name": name, "value": value, "url": self.site}])


def new_visit(one: Browser, site: str, **options: Any) -> Visit:
    """Open a browser of a new person, in Tehran, who dislikes motion."""
    context = one.new_context(
        base_url=site,
        locale="fa-IR",
        timezone_id="Asia/Tehran",
        reduced_motion="reduce",
        **{"viewport": DESK, **options},
    )
    context.set_default_timeout(10_000)
    return Visit(context, site)


def open_page(page: Page, address: str) -> None:
    """Open an address of the site and wait until its script has started."""
    page.goto(address)
    page.locator(READY).wait_for(state="attached")


def axe_source() -> str:
    """Give the script of axe-core, as npm brought it."""
    folder = PROJECT / "frontend" / "node_modules" / "axe-core"
    return Path(folder / "axe.min.js").read_text("utf-8")
