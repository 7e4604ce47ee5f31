"""What the web server runs: built files of the portal from disk, everything live by Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengtong.settings")
django = get_wsgi_application()

# Settings are read by now.
from zhengtong.portal.serving import with_built_files  # noqa: E402

application = with_built_files(django)
