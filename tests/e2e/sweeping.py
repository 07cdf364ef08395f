"""The sweep of a page: nothing that WCAG 2.2 AA forbids, in both languages and both themes.

It also fails when a page is wider than 320 px, which is what 400 % zoom leaves of a screen. A page
is loaded once for each language. A theme changes colours alone and a language changes none, so the
second theme is asked about colours, once.
"""

from collections.abc import Callable
from typing import Any, Final

from playwright.sync_api import Page

from tests.e2e.browsing import DESK, NARROW, axe_source, open_page
from vafa.interfaces.web import files

LIGHT, DARK = "vafa", "vafa-dark"
LANGUAGES: Final = ("fa", "en")
SETTLE_MS: Final = (0, 100, 500, 1_500, 3_000)
_TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_COLOURS: Final = ["color-contrast", "link-in-text-block"]
_RUN: Final = "asked => axe.run(document, {runOnly: asked, resultTypes: ['violations']})"
# Colours change in a moment: the answer is waited for, so that none is looked at half-way.
_SWITCH: Final = """async theme => {
  document.documentElement.dataset.theme = theme;
  await new Promise(requestAnimationFrame);
  const changing = document.getAnimations().filter((one) => one instanceof CSSTransition);
  await Promise.allSettled(changing.map((one) => one.finished));
}"""
_ICONS: Final = "() => [...document.querySelectorAll('use')].map((one) => one.href.baseVal)"
_WIDER: Final = """() => {
  const wide = document.documentElement.scrollWidth;
  if (wide <= innerWidth) return '';
  const found = [...document.querySelectorAll('body *')].filter(
    (one) => one.getBoundingClientRect().width > innerWidth && !one.closest('[data-scrolls]'));
  const shown = found.slice(0, 4).map((one) => one.outerHTML.slice(0, 90));
  return `${wide} px wide: ${shown.join(' ; ')}`;
}"""


def sweep_page(page: Page, address: str, look: Callable[..., None]) -> list[str]:
    """Open an address in every look; give what is wrong, in lines that name place and rule."""
    wrong: list[str] = []
    page.emulate_media(reduced_motion="reduce")
    for language in LANGUAGES:
        look(language=language, theme="light")
        page.set_viewport_size(DESK)  # type: ignore[arg-type]  # stub is wrong
        open_page(page, address)
        wrong += [f"{address}: no icon {name}" for name in _icons_missing(page)]
        page.evaluate(axe_source())
        found = _lasting(page, {"type": "tag", "values": _TAGS})
        wrong += [f"{address} {language} {LIGHT}: {line}" for line in _lines(found)]
        if language == LANGUAGES[0]:
            page.evaluate(_SWITCH, DARK)
            found = _lasting(page, {"type": "rule", "values": _COLOURS})
            wrong += [f"{address} {language} {DARK}: {line}" for line in _lines(found)]
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # stub is wrong
        wider = page.evaluate(_WIDER)
        if wider:
            wrong.append(f"{address} {language} at 320 px: {wider}")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]  # stub is wrong
    return wrong


def _icons_missing(page: Page) -> set[str]:
    """Give the icons of the page that the sprite lacks."""
    named = {href.rpartition("#")[2] for href in page.evaluate(_ICONS)}
    return {name for name in named if f'id="{name}"' not in files.content_of("vafa/icons.svg")}


def _lasting(page: Page, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Give what is wrong and stays so: colours take a moment to change, more on a busy machine."""
    found: list[dict[str, Any]] = []
    for pause in SETTLE_MS:
        page.wait_for_timeout(pause)
        found = page.evaluate(_RUN, asked)["violations"]
        if not found:
            break
    return found


def _lines(violations: list[dict[str, Any]]) -> list[str]:
    return [
        f"{one['id']} ({node['failureSummary']}) {node['html'][:160]}"
        for one in violations
        for node in one["nodes"][:3]
    ]
