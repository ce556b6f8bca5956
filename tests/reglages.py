"""Settings of the tests: the product's own, with a throw-away data folder and fast passwords."""

import atexit
import os
import shutil
import tempfile


_DONNEES = tempfile.mkdtemp(prefix="qualepref-tests-")
atexit.register(shutil.rmtree, _DONNEES, ignore_errors=True)
os.environ["QUALEPREF_DONNEES"] = _DONNEES
os.environ["QUALEPREF_SORTIE"] = f"{_DONNEES}/sortie"
os.environ.setdefault("SECRET_KEY", "clef-des-tests-qui-ne-protege-rien-du-tout-0123456789")
os.environ.pop("QUALEPREF_HOTES", None)

from qualepref.config import settings  # noqa: E402  after the environment it reads


globals().update({nom: getattr(settings, nom) for nom in dir(settings) if nom.isupper()})
# Hashing as in production would take most of the time of the tests of pages.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each test client would otherwise list every static file when it starts.
WHITENOISE_AUTOREFRESH = True
