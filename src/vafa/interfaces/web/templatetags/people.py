"""What templates about people need: `{% load people %}`."""

from django import template

from vafa.interfaces.web.browsers import browser_of

register = template.Library()


@register.filter
def browser(user_agent: str) -> str:
    """Name browser and system."""
    return browser_of(user_agent)
