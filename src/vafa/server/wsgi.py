"""What the web server serves: Django's WSGI application."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vafa.server.settings")
application = get_wsgi_application()
# Load every door now: a broken one stops the start, and the first till does not wait for it.
import_module(settings.ROOT_URLCONF)
