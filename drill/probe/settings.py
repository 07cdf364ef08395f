"""The settings of a Vafa that has the probe's migration, too."""

from vafa.server.settings import *  # noqa: F403  framework
from vafa.server.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = [*_APPS, "drill.probe"]
