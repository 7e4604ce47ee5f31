"""Django system checks: what the rooms claim about clauses must hold."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register

from . import services
from .in_force import extra_folder
from .loading import PackError, load, packs_in, shipped_packs


@register
def packs_are_sound(app_configs: Sequence[AppConfig] | None = None, **options: Any) -> list[CheckMessage]:
    """Read the packs from the disk anew: an operator checks an edited pack before restarting."""
    try:
        extra = extra_folder()
        load([*shipped_packs(), *(packs_in(extra) if extra else [])])
    except PackError as error:
        return [Error(problem, id="regulation.E001") for problem in error.problems]
    return []


@register
def services_exist(app_configs: Sequence[AppConfig] | None = None, **options: Any) -> list[CheckMessage]:
    """Only a warning: an office must be able to start although one link of the page 办法 is wrong; the test suite is strict."""
    claimed = [service for group in services.served().values() for service in group]
    return [
        Warning(problem, id="regulation.W002")
        for service in claimed
        for problem in services.why_wrong(service)
    ]
