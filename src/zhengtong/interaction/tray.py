"""The tray (收件盘): where a submission lies from the moment the citizen gets the query code until it is registered.

A file each, whole or not there, synced to the disk before the code is handed out. No database is asked: when it is locked,
away or slow, people can still write; when the disk is full nobody gets a code. The worker registers what lies here
(`actions.empty_tray`).
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

SUFFIX = ".json"


def folder() -> Path:
    return Path(settings.TRAY_ROOT)


def path_of(mark: str) -> Path:
    return folder() / f"{mark}{SUFFIX}"


def put(mark: str, said: dict[str, Any]) -> None:
    """Lay a submission down under the digest of its code; a second time is the same. Raises OSError when the disk takes no more."""
    target = path_of(mark)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as part:
            json.dump(said, part, ensure_ascii=False)
            part.flush()
            os.fsync(part.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(target.parent)


def _sync(where: Path) -> None:
    handle = os.open(where, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(mark: str) -> dict[str, Any] | None:
    """What lies under this mark; None when nothing does (any more)."""
    try:
        found = json.loads(path_of(mark).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def marks(limit: int) -> Iterator[str]:
    """The marks of what lies here, oldest first."""
    with suppress(FileNotFoundError):
        with os.scandir(folder()) as entries:
            lying = [
                (entry.stat().st_mtime_ns, entry.name)
                for entry in entries
                if entry.name.endswith(SUFFIX) and not entry.name.startswith(".")
            ]
        yield from (name.removesuffix(SUFFIX) for _, name in sorted(lying)[:limit])


def take_away(mark: str) -> None:
    """What was here is registered. It is kept aside for some days: a database put back from yesterday's copy asks for it again."""
    kept().mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        path_of(mark).replace(kept() / f"{mark}{SUFFIX}")


def kept() -> Path:
    """Where registered submissions stay for some days."""
    return folder() / "registered"


def refill(is_registered: Callable[[str], bool]) -> int:
    """Lay back what was registered once and is not any more (after the database was restored); how many."""
    gone = [file for file in sorted(kept().glob(f"*{SUFFIX}")) if not is_registered(file.stem)]
    for file in gone:
        file.replace(path_of(file.stem))
    return len(gone)


def clear_kept(before: datetime) -> int:
    """Remove what was registered before this moment; how many."""
    old = [file for file in kept().glob(f"*{SUFFIX}") if file.stat().st_mtime < before.timestamp()]
    for file in old:
        file.unlink()
    return len(old)


def set_aside(mark: str) -> None:
    """A file that cannot be read is kept for a person to look at, out of the way of the others."""
    with suppress(FileNotFoundError):
        path_of(mark).replace(path_of(mark).with_suffix(".damaged"))


def waits() -> bool:
    """Whether anything lies here; asked very often, so it looks no further than the first."""
    with suppress(FileNotFoundError), os.scandir(folder()) as entries:
        return any(entry.name.endswith(SUFFIX) and not entry.name.startswith(".") for entry in entries)
    return False
