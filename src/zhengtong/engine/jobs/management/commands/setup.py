from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand


def collect_static() -> None:
    """Django takes a newer file for a whole one; where an earlier run was killed, everything is copied again."""
    unfinished = Path(settings.STATIC_ROOT).with_name("static-unfinished")
    again = unfinished.exists()
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    unfinished.touch()
    call_command("collectstatic", verbosity=0, interactive=False, clear=again)
    unfinished.unlink()


class Command(BaseCommand):
    help = (
        "Bring this installation up to date: database, static files, demo district where asked for, portal."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        collect_static()
        if settings.DEMO:
            call_command("demo", stdout=self.stdout)
        # The portal is a face above the engine: it is asked for by name, and an installation may leave it out.
        if "build_portal" in get_commands():
            call_command("build_portal", stdout=self.stdout)
