"""What the web server serves: Django's WSGI application."""

import os
from importlib import import_module

from django.conf import settings
from django.core.cache import close_caches
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, reset_queries

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vafa.server.settings")
application = get_wsgi_application()
# Connections are looked after as a request starts; there is no query log and no cache to close.
request_started.disconnect(reset_queries)
request_finished.disconnect(close_caches)
request_finished.disconnect(close_old_connections)
# Load every door now: a broken one stops the start, and the first till does not wait for it.
import_module(settings.ROOT_URLCONF)
