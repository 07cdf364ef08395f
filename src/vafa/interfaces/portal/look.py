"""The club's own colour and logo for its pages: a stylesheet and pictures, kept by browsers.

Their addresses carry the number of the look, so that a change is seen at once.
"""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from vafa.domain.clubs.looks import Palette, palette_of
from vafa.interfaces.web.people import PublicRequest, public_page
from vafa.journeys.change_look import show_look

_KEPT: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
_COLOURS: Final = """\
:root, :root[data-theme="vafa"] {{ --color-primary: {0}; --color-primary-content: {1}; }}
:root[data-theme="vafa-dark"] {{ --color-primary: {2}; --color-primary-content: {3}; }}
@media (prefers-color-scheme: dark) {{
  :root:not([data-theme]) {{ --color-primary: {2}; --color-primary-content: {3}; }}
}}
"""
_LOGO: Final = """\
.club-mark {{ display: none; }}
header:has(> .club-mark)::before {{
  content: ""; inline-size: 2.25rem; block-size: 2.25rem;
  background: url("{0}") center / contain no-repeat;
}}
.receipt > header::before {{
  content: ""; display: block; block-size: 14mm; margin-block: 2mm;
  background: url("{0}") center / contain no-repeat; print-color-adjust: exact;
}}
"""


@public_page
@require_GET
def stylesheet(request: PublicRequest) -> HttpResponse:
    """Give the club's colour in light and in dark, and its logo in place of Vafa's mark."""
    look = show_look(principal=request.principal)
    colours = _written(palette_of(look.colour)) if look.colour else ""
    place = reverse("portal:logo", args=[request.club.code])
    logo = _LOGO.format(f"{place}?v={request.club.look}") if look.logo else ""
    return HttpResponse(colours + logo, content_type="text/css; charset=utf-8", headers=_KEPT)


@public_page
@require_GET
def logo(request: PublicRequest) -> HttpResponse:
    """Give the club's logo; 404 when it has none."""
    look = show_look(principal=request.principal)
    if not look.logo:
        raise Http404
    return HttpResponse(look.logo, content_type="image/png", headers=_KEPT)


@public_page
@require_GET
def icon(request: PublicRequest) -> HttpResponse:
    """Give the club's logo as a phone keeps it among its apps; Vafa's when it has none."""
    look = show_look(principal=request.principal)
    if not look.icon:
        return HttpResponseRedirect(static("vafa/icon-512.png"))
    return HttpResponse(look.icon, content_type="image/png", headers=_KEPT)


def icon_address(request: PublicRequest) -> str:
    """Give the address of the club's icon, which changes with it."""
    return f"{reverse('portal:icon', args=[request.club.code])}?v={request.club.look}"


def _written(found: Palette) -> str:
    return _COLOURS.format(found.light, found.light_label, found.dark, found.dark_label)
