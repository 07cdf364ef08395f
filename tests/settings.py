"""Django's settings under test: Vafa's own, with a home of its own and nothing from outside.

The home lies in the temporary folder: nothing of value is in it, its path stays short.
"""

import os
import tempfile
from pathlib import Path

from vafa.server.embedded.places import key_of
from vafa.server.homes import PROJECT, mark_of

for name in [name for name in os.environ if name.startswith("VAFA_")]:
    del os.environ[name]
HOME = (
    Path(tempfile.gettempdir()) / f"vafa-test-{os.geteuid()}-{key_of(PROJECT)}-{mark_of(PROJECT)}"
)
os.environ["VAFA_HOME"] = str(HOME)

from vafa.server.settings import *  # noqa: E402, F403  framework

# Each app's migrations/max_migration.txt makes two branches conflict in git, not in the database.
INSTALLED_APPS = [*INSTALLED_APPS, "django_linear_migrations"]  # noqa: F405  framework
# Pages for who works on Vafa are pages that tests look at.
IS_DEVELOPMENT = True
