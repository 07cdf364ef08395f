"""Tags that only layouts use: the menu of a face, drawn at the side, in a bar or in a dock."""

from typing import Any

from django import template
from django.template.context import Context

from vafa.interfaces.web import menus

register = template.Library()


@register.inclusion_tag("web/_side_menu.html", takes_context=True)
def side_menu(context: Context, face: str) -> dict[str, Any]:
    """Draw the menu of the office."""
    return _menu(context, face)


@register.inclusion_tag("web/_bar_menu.html", takes_context=True)
def bar_menu(context: Context, face: str) -> dict[str, Any]:
    """Draw the menu of the till."""
    return _menu(context, face)


@register.inclusion_tag("web/_dock_menu.html", takes_context=True)
def dock_menu(context: Context, face: str) -> dict[str, Any]:
    """Draw the menu of a member's pages."""
    return _menu(context, face)


def _menu(context: Context, face: str) -> dict[str, Any]:
    return {"groups": menus.menu_of(context["request"], face)}
