"""Django's settings: a copy of `config.Config`, and what no installation may change."""

from vafa.interfaces.web import files
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
PROXIES = _config.proxies
SANDBOX_MESSAGES = "vafa.server.messages.sandbox_messages"
TABLE_READER = "vafa.adapters.tables.reading.read_file"
DEBUG = False
API_REQUESTS_PER_SECOND = _config.api_requests_per_second
ALLOWED_HOSTS = list(_config.allowed_hosts)
PUBLIC_ADDRESS = _config.public_address
IS_DEVELOPMENT = _config.is_development
IS_ENCRYPTED = PUBLIC_ADDRESS.startswith("https://")
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]
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
    "vafa.domain.orders",
    "vafa.domain.people",
    "vafa.insight",
    "vafa.interfaces.web",
    "vafa.interfaces.backoffice",
    "vafa.interfaces.cashier",
    "vafa.interfaces.portal",
    "template_partials.apps.SimpleAppConfig",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "vafa.interfaces.api.middleware.ApiDoor",
    "vafa.interfaces.web.csp.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "vafa.interfaces.web.looks.Language",
    "vafa.interfaces.web.bounds.Bounds",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vafa.interfaces.web.people.Presence",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "vafa.interfaces.web.pages.Problems",
]
# The files that pages load are built with hashed names: scripts/assets.py.
STATIC_URL = "/static/"
STATIC_ROOT = files.FOLDER
STORAGES = {"staticfiles": {"BACKEND": "vafa.interfaces.web.files.BuiltFiles"}}
WHITENOISE_AUTOREFRESH = IS_DEVELOPMENT
WHITENOISE_IMMUTABLE_FILE_TEST = files.is_immutable
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "vafa.interfaces.web.looks.page",
            ],
        },
    },
]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
MESSAGE_TAGS = {20: "info", 25: "success", 30: "warning", 40: "error"}
CSRF_FAILURE_VIEW = "vafa.interfaces.web.pages.stale_form"
if IS_ENCRYPTED:
    # A browser takes a cookie of this name from this host alone, over an encrypted connection.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# Who comes in, and how: see interfaces/web/people.py. Members have no user and no session here.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name")},
    },
]
# What counts tries at sign-in, for all processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
ACCOUNT_ADAPTER = "vafa.interfaces.web.signing_in.Adapter"
ACCOUNT_FORMS = {
    "login": "vafa.interfaces.web.signing_in.SignInForm",
    "reauthenticate": "vafa.interfaces.web.signing_in.PasswordAgain",
    "change_password": "vafa.interfaces.web.signing_in.PasswordChange",
}
MFA_FORMS = {
    "authenticate": "vafa.interfaces.web.signing_in.FactorForm",
    "reauthenticate": "vafa.interfaces.web.signing_in.FactorAgain",
    "activate_totp": "vafa.interfaces.web.signing_in.FactorOn",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/300s/key"}
MFA_ADAPTER = "vafa.interfaces.web.signing_in.SecondFactor"
# A code counts half a minute longer: it was read before it was typed. Each counts once.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_COUNT = 10

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "fa"
LANGUAGES = [("fa", "فارسی"), ("en", "English")]

APPEND_SLASH = False
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
