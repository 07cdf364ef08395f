"""Django's settings: a copy of `config.Config`, and what no installation may change."""

from vafa.server.config import current

_config = current()
_connection = _config.connection()
_named = {"host", "port", "user", "password", "dbname"}
_options = {name: value for name, value in _connection.items() if name not in _named}
if _config.database_role == "owner":
    # A migration gives up rather than queue behind a long transaction with every till behind it.
    _options["options"] = f"{_options.get('options', '')} -c lock_timeout=5s".strip()

SECRET_KEY = _config.secret_key
HASH_PEPPER = _config.hash_pepper
FIELD_KEY = _config.field_key
IMPORTS_FOLDER = str(_config.home / "imports")
TABLE_READER = "vafa.adapters.tables.reading.read_file"
DEBUG = False
API_REQUESTS_PER_SECOND = _config.api_requests_per_second
ALLOWED_HOSTS = list(_config.allowed_hosts)
ROOT_URLCONF = "vafa.server.urls"
WSGI_APPLICATION = "vafa.server.wsgi.application"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": _connection.get("host", ""),
        "PORT": _connection.get("port", ""),
        "NAME": _connection.get("dbname", "vafa"),
        "USER": _connection.get("user", ""),
        "PASSWORD": _connection.get("password", ""),
        "CONN_MAX_AGE": None,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": _options,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "vafa.ledger",
    "vafa.domain.clubs",
    "vafa.domain.members",
    "vafa.domain.catalogue",
    "vafa.domain.rewards",
    "vafa.domain.webhooks",
    "vafa.domain.imports",
    "vafa.domain.accounting",
    "vafa.domain.messaging",
    "vafa.domain.codes",
    "vafa.domain.tills",
    "vafa.domain.vouchers",
    "vafa.domain.accounts",
]
MIDDLEWARE = [
    "vafa.interfaces.api.middleware.ApiDoor",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "fa"
LANGUAGES = [("fa", "فارسی"), ("en", "English")]

APPEND_SLASH = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Every door reads bodies within this size; a bulk import has its own door and its own limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django names the whole path of every refused request, and people type mobiles into paths.
    "loggers": {"django.request": {"level": "CRITICAL"}},
}
