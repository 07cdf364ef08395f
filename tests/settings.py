"""Django's settings under test: Vafa's own, with a home of its own and nothing from outside.

The home lies in the temporary folder: nothing of value is in it, its path stays short.
"""

import os
import tempfile
from pathlib import Path

from vafa.server.embedded.binaries import ELSEWHERE
from vafa.server.embedded.places import key_of
from vafa.server.homes import PROJECT, mark_of

for name in [name for name in os.environ if name.startswith("VAFA_") and name != ELSEWHERE]:
    del os.environ[name]
# A cluster of another PostgreSQL (make older) lies beside this one's.
NAME = f"vafa-test-{os.geteuid()}-{key_of(PROJECT)}-{mark_of(PROJECT)}"
if ELSEWHERE in os.environ:
    NAME += f"-{key_of(Path(os.environ[ELSEWHERE]))}"
HOME = Path(tempfile.gettempdir()) / NAME
os.environ["VAFA_HOME"] = str(HOME)

from vafa.server.settings import *  # noqa: E402, F403  framework

# Each app's migrations/max_migration.txt makes two branches conflict in git, not in the database.
INSTALLED_APPS = [*INSTALLED_APPS, "django_linear_migrations"]  # noqa: F405  framework
# Pages for who works on Vafa are pages that tests look at.
IS_DEVELOPMENT = True
# People sign in thousands of times while the tests run.
PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]
