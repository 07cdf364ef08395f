"""Tags that only layouts use: the menu of a face, drawn at the side, in a bar or in a dock."""

from typing import Any

from django import template
from django.template.context import Context

from vafa.interfaces.web import at_till, menus

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


@register.inclusion_tag("web/_till_lock.html", takes_context=True)
def till_lock(context: Context) -> dict[str, Any]:
    """Draw what ends a session at a till, by hand or after a while; elsewhere nothing."""
    return {"here": at_till.till_here(context["request"]), "csrf_token": context["csrf_token"]}


def _menu(context: Context, face: str) -> dict[str, Any]:
    return {"groups": menus.menu_of(context["request"], face)}
