"""All settings, driven by the environment; loud on nonsense. Every name the environment may set begins with ZT_."""

import os
import secrets
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE = Path(__file__).resolve().parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(f"ZT_{name}", default).strip()


def flag(name: str, default: bool = False) -> bool:
    """A yes/no from the environment; anything else is an error, not a guess."""
    value = env(name, "yes" if default else "no").lower()
    if value not in {"yes", "no"}:
        raise ImproperlyConfigured(f"ZT_{name} must be yes or no, not {value!r}")
    return value == "yes"


def number(name: str, default: int) -> int:
    value = env(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"ZT_{name} must be a whole number, not {value!r}")
    return int(value)


def one_of(name: str, default: str, allowed: set[str]) -> str:
    value = env(name, default).lower()
    if value not in allowed:
        raise ImproperlyConfigured(f"ZT_{name} must be one of {', '.join(sorted(allowed))}, not {value!r}")
    return value


def kept_secret(folder: Path) -> str:
    """The secret key of this installation: from the environment, else made once and kept beside the data."""
    given = env("SECRET_KEY")
    if given:
        return given
    kept = folder / "secret-key"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64))
    return kept.read_text().strip()


# Where everything that is not code lives: database, evidence, uploads, built portal, extra data packs.
DATA = Path(env("DATA", str(Path.cwd() / "var"))).resolve()
SECRET_KEY = kept_secret(DATA)
DEBUG = flag("DEBUG")
DEMO = flag("DEMO")
ALLOWED_HOSTS = env("HOSTS", "localhost 127.0.0.1 [::1]").split()
CSRF_TRUSTED_ORIGINS = env("ORIGINS").split()
BASE_URL = env("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
# Where the public reads the portal, when it is not the address of the console.
PORTAL_URL = env("PORTAL_URL", BASE_URL).rstrip("/")
HTTPS = flag("HTTPS")
BEHIND_PROXY = flag("BEHIND_PROXY")

INSTALLED_APPS = [
    "zhengtong.demo",
    "zhengtong.desk",
    "zhengtong.portal",
    "zhengtong.interaction",
    "zhengtong.newmedia",
    "zhengtong.websites",
    "zhengtong.security",
    "zhengtong.publishing",
    "zhengtong.registry",
    "zhengtong.duties",
    "zhengtong.regulation",
    "zhengtong.engine.procedures",
    "zhengtong.engine.console",
    "zhengtong.engine.clocks",
    "zhengtong.engine.notify",
    "zhengtong.engine.evidence",
    "zhengtong.engine.ledger",
    "zhengtong.engine.jobs",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail.contrib.table_block",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
# A room under construction joins the house when its folder has an app.
INSTALLED_APPS = [
    app for app in INSTALLED_APPS
    if not app.startswith("zhengtong.") or (BASE.joinpath(*app.split(".")[1:]) / "apps.py").exists()
]  # fmt: skip

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "zhengtong.security.middleware.SafeAnswers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zhengtong.security.middleware.Doorkeeper",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Of the base's own screens only those on the list answer (zhengtong.engine.console.stock).
    "zhengtong.engine.console.stock.StockGuard",
    "zhengtong.engine.console.surprises.ShowRefusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "zhengtong.urls"
WSGI_APPLICATION = "zhengtong.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# SQLite: writers queue instead of failing (measured: the default mode fails 3 of 4 concurrent publishers), and what is committed
# outlives a power cut (synchronous=FULL; measured: 0.3 ms a commit).
DATABASES = {
    "default": dj_database_url.parse(
        env("DATABASE_URL", f"sqlite:///{DATA / 'zhengtong.sqlite3'}"), conn_max_age=60
    )
}
SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "duties.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "zhengtong.duties.authority.PostBackend"]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/console-static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/console-media/"
MEDIA_ROOT = DATA / "media"
EVIDENCE_ROOT = DATA / "evidence"
TRAY_ROOT = DATA / "tray"
PORTAL_ROOT = DATA / "portal"
PACKS_FOLDER = ZT_PACKS_FOLDER = Path(env("PACKS_FOLDER", str(DATA / "packs")))
CALENDARS_FOLDER = Path(env("CALENDARS_FOLDER", str(DATA / "calendars")))

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", 0)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Signing in (zhengtong.security). The figures come from the regulation packs, not from here.
SECOND_FACTOR = one_of("SECOND_FACTOR", "optional", {"off", "optional", "required"})
OTP_TOTP_ISSUER = "政通"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 24 * 3600
CSRF_FAILURE_VIEW = "zhengtong.security.views.entrance.csrf_failure"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"zhengtong.security.validators.{rule}"}
    for rule in ("Length", "Classes", "NotNamed", "NotCommon", "NotReused")
]
# By account, wherever the attempts come from: a whole office behind one address is not shut out by one colleague.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username"]
AXES_FAILURE_LIMIT = "zhengtong.security.limits.axes_failure_limit"
AXES_COOLOFF_TIME = "zhengtong.security.limits.axes_cool_off"
AXES_LOCKOUT_CALLABLE = "zhengtong.security.views.entrance.locked"
AXES_CLIENT_IP_CALLABLE = "zhengtong.security.addresses.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
# Policies are in zhengtong.security.headers; an answer that nobody there has seen may load nothing.
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": ["'none'"]}}

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env("EMAIL_HOST")
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST, EMAIL_PORT = env("EMAIL_HOST"), number("EMAIL_PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env("EMAIL_USER"), env("EMAIL_PASSWORD")
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "zhengtong@localhost")

WAGTAIL_SITE_NAME = "政通"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = False
# Nothing is called outside unless configured.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # passwords change by our verb
WAGTAILADMIN_USER_LOGIN_FORM = "zhengtong.security.forms.SignInForm"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai"]
# Files are handed out under MEDIA_URL by zhengtong.security.media alone, to people with a post.
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILDOCS_EXTENSIONS = [
    "pdf", "docx", "xlsx", "ofd", "txt", "csv", "png", "jpg", "jpeg", "gif", "webp", "mp4",
]  # fmt: skip
WAGTAILDOCS_DOCUMENT_FORM_BASE = "zhengtong.security.uploads.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "zhengtong.security.uploads.ImageForm"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
# Only the choosers of pictures and attachments search through the CMS: by substring, which finds Chinese, and without an index
# (measured: the stock index finds nothing Chinese, and on PostgreSQL rewrites every row on every save).
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "modelsearch.backends.database.fallback", "AUTO_UPDATE": False},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "wagtail", "axes", "granian")},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
}
