"""The working calendar in force: the bundled years, and those the office puts into CALENDARS_FOLDER while the system runs."""

import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning

from zhengtong.tools.workdays import BUNDLED_FOLDER, Calendar

log = logging.getLogger(__name__)
Signature = tuple[tuple[str, int, int], ...]

_loaded: tuple[Path, Signature, Calendar, str] | None = None


def current() -> Calendar:
    """The calendar of now; read again when a file in the folder came, went or changed.

    A faulty file does not stop the clocks: the last calendar that was right stays in force, and `trouble()` tells.
    """
    return _current()[0]


def trouble() -> str:
    """What is wrong with the office's own calendar files, as a Chinese sentence; empty when nothing is."""
    return _current()[1]


def _current() -> tuple[Calendar, str]:
    global _loaded
    folder = Path(settings.CALENDARS_FOLDER)
    signature = _signature(folder)
    if _loaded is None or _loaded[:2] != (folder, signature):
        before = _loaded[2] if _loaded and _loaded[0] == folder else Calendar.bundled()
        _loaded = (folder, signature, *_load(folder, signature, before))
    return _loaded[2], _loaded[3]


def _signature(folder: Path) -> Signature:
    """Names, times and sizes: a file edited in place does not change the time of its folder."""
    try:
        facts = [(path.name, path.stat()) for path in folder.glob("*.json")]
    except OSError:
        return ()
    return tuple(sorted((name, fact.st_mtime_ns, fact.st_size) for name, fact in facts))


def _load(folder: Path, signature: Signature, before: Calendar) -> tuple[Calendar, str]:
    if not signature:
        return Calendar.bundled(), ""
    try:
        return Calendar.load(BUNDLED_FOLDER, folder), ""
    except (ValueError, OSError) as error:
        log.error("calendar folder %s: %s", folder, error)
        return before, f"工作日历文件有误，仍按此前的日历计算：{error}"


def check_calendars(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found = trouble()
    return [Warning(found, id="clocks.W001")] if found else []
