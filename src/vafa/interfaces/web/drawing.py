"""Renders one component's template with its props and nothing else."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def draw(part: str, **props: Any) -> SafeString:
    """Render `web/ui/<part>.html`."""
    return render_to_string(f"web/ui/{part}.html", props)
