"""Settings: everything that differs between machines comes from the environment."""

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from qualepref.config.environnement import read_entier


RACINE = Path(os.environ.get("QUALEPREF_RACINE", Path(__file__).resolve().parents[3]))
# Where the site's life is kept: database, uploaded files, secret key.
DONNEES = Path(os.environ.get("QUALEPREF_DONNEES", RACINE / "donnees"))
SORTIE = Path(os.environ.get("QUALEPREF_SORTIE", RACINE / "sortie"))
REFERENTIELS = RACINE / "referentiels"
TERRITOIRES = RACINE / "territoires"
CALENDRIERS = RACINE / "calendriers"
DEMONSTRATION = RACINE / "demonstration"
DEMARCHE = RACINE / "demarche"
AMELIORATION = RACINE / "amelioration"
QUESTIONNAIRES = RACINE / "questionnaires"
INDICATEURS = RACINE / "indicateurs"
REUNIONS = RACINE / "comites"
MODELES = RACINE / "modeles"
COHERENCE = RACINE / "coherence"
PORTAIL = RACINE / "portail"
DONNEES_OUVERTES = RACINE / "donnees-ouvertes"
PREUVES = RACINE / "preuves"
PUBLICATIONS = RACINE / "publications"


def _secret_key() -> str:
    """Return the key of the environment, else one made once for this installation."""
    if cle := os.environ.get("SECRET_KEY"):
        return cle
    fichier = DONNEES / "cle-secrete"
    if not fichier.exists():
        fichier.touch(mode=0o600)
        fichier.write_text(secrets.token_urlsafe(64))
    return fichier.read_text()


DONNEES.mkdir(parents=True, exist_ok=True)
SECRET_KEY = _secret_key()
DEBUG = os.environ.get("QUALEPREF_DEBUG") == "1"
# Anything but a loopback host is a real site, served over HTTPS.
ALLOWED_HOSTS = os.environ.get("QUALEPREF_HOTES", "127.0.0.1,localhost,[::1]").split(",")
PRODUCTION = "QUALEPREF_HOTES" in os.environ
CSRF_TRUSTED_ORIGINS = [f"https://{h}" for h in ALLOWED_HOSTS] if PRODUCTION else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # Templates of the same name: ours first, then the design system's, then Django's own.
    "qualepref.socle",
    "dsfr",
    "django.forms",
    "widget_tweaks",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "qualepref.organisation",
    "qualepref.suivi",
    "qualepref.enquetes",
    "qualepref.indicateurs",
    "qualepref.amelioration",
    "qualepref.modeles",
    "qualepref.comites",
    "qualepref.demarche",
    "qualepref.preuves",
    "qualepref.publications",
    "qualepref.portail",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "qualepref.config.adresses.refuse_nuls",
]

ROOT_URLCONF = "qualepref.config.urls"
WSGI_APPLICATION = "qualepref.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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
    },
]

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DONNEES / 'qualepref.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisation.Agent"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{nom}"}
    for nom in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "organisation/verrouille.html"
AXES_VERBOSE = False
LOGIN_URL = "connexion"
LOGIN_REDIRECT_URL = "accueil"
LOGOUT_REDIRECT_URL = "connexion"

LANGUAGE_CODE = "fr"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
# Years and references are numbers too: figures are formatted where they are rendered.
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
MEDIA_ROOT = DONNEES / "fichiers"
# Where the background worker writes what it is making; emptied before one starts.
TRAVAIL = DONNEES / "travail"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Served from where the packages keep them: nothing to collect, hence no STATIC_ROOT.
WHITENOISE_USE_FINDERS = True
# The design system's own hashes do not survive collectstatic.
DSFR_USE_INTEGRITY_CHECKSUMS = False
# Its alerts would otherwise print what users typed as markup.
DSFR_CONTENT_IS_SAFE = False
# Registers of a year are heavy; a workbook beyond this is refused with a message of ours.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600
IMPORT_TAILLE_MAXIMALE = 60 * 2**20
# A Word file a site draws itself: as received, and once unpacked.
MODELE_TAILLE_MAXIMALE = 5 * 2**20
MODELE_TAILLE_DECOMPRESSEE = 50 * 2**20
# A piece of evidence: as received, and once unpacked when it is an office file.
PREUVE_TAILLE_MAXIMALE = 30_000_000
PREUVE_TAILLE_DECOMPRESSEE = 300_000_000
# An auditor's folder lighter than this is made while the page loads; a heavier one behind it.
DOSSIER_OCTETS_IMMEDIATS = 100 * 2**20
# Folders may hold personal data: deleted after this many days, time for an audit to begin.
DOSSIERS_CONSERVATION_JOURS = read_entier("QUALEPREF_DOSSIERS_CONSERVATION_JOURS", 15)
# Badges printed at once.
BADGES_MAXIMUM = 200
FILE_UPLOAD_HANDLERS = [
    "qualepref.config.televersement.PlafondHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Files given and never applied are forgotten after this many days: they hold personal data.
IMPORT_CONSERVATION_JOURS = read_entier("QUALEPREF_IMPORT_CONSERVATION_JOURS", 30)
# Log-ins are remembered a year at most: CNIL, deliberation 2021-122 of 14 October 2021 on logging.
CONNEXIONS_CONSERVATION_JOURS = read_entier("QUALEPREF_CONNEXIONS_CONSERVATION_JOURS", 365)
# Forms sent by one network address each minute, by each server process: a whole prefecture is one
# address, with its kiosks and its visitors' phones. 0: no limit.
ENQUETES_ENVOIS_PAR_MINUTE = read_entier("QUALEPREF_ENQUETES_ENVOIS_PAR_MINUTE", 300)
# A form begun and left is forgotten after this many days: time to come back to it, and no more, for
# remarks typed in it can name people.
BROUILLONS_CONSERVATION_JOURS = read_entier("QUALEPREF_BROUILLONS_CONSERVATION_JOURS", 7)

# Messages written to a site by one network address each minute, by each server process; and
# acknowledgements sent to one e-mail address in the same time, which somebody else may have typed.
PORTAIL_ENVOIS_PAR_MINUTE = read_entier("QUALEPREF_PORTAIL_ENVOIS_PAR_MINUTE", 10)
PORTAIL_ACCUSES_PAR_MINUTE = 1
# Documents verified for one network address each minute, by each server process: each takes some
# seconds of work.
PORTAIL_VERIFICATIONS_PAR_MINUTE = read_entier("QUALEPREF_PORTAIL_VERIFICATIONS_PAR_MINUTE", 6)

# Without a server to give them to, messages are kept as files: nobody receives them.
EMAIL_HOST = os.environ.get("QUALEPREF_SMTP", "")
EMAIL_PORT = read_entier("QUALEPREF_SMTP_PORT", 25)
EMAIL_HOST_USER = os.environ.get("QUALEPREF_SMTP_COMPTE", "")
EMAIL_HOST_PASSWORD = os.environ.get("QUALEPREF_SMTP_MOT_DE_PASSE", "")
EMAIL_USE_TLS = os.environ.get("QUALEPREF_SMTP_TLS") == "1"
# A visitor waits for the answer of that server.
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = DONNEES / "courriels"
EMAIL_BACKEND = "django.core.mail.backends." + (
    "smtp.EmailBackend" if EMAIL_HOST else "filebased.EmailBackend"
)
DEFAULT_FROM_EMAIL = os.environ.get("QUALEPREF_EXPEDITEUR", "ne-pas-repondre@localhost")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "sans_reponses": {"()": "qualepref.config.journaux.SansReponses"},
        "sans_travaux": {"()": "qualepref.config.journaux.SansTravaux"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["sans_reponses", "sans_travaux"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Its warnings name who failed to log in, and from where: tables keep that, for a time, not the log.
    "loggers": {"axes": {"level": "ERROR"}},
}
