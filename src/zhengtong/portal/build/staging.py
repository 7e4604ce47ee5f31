"""Writing to the site: first everything beside it, then all of it into place, then the manifest. Killed at any moment, the next
build does what is missing.

Files come before the manifest: a manifest that is behind makes a file be written again, one that is ahead would hide a loss.
"""

import fcntl
import gzip
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from shutil import rmtree

from django.conf import settings

from zhengtong.engine.digests import digest
from zhengtong.portal.build.outputs import Output
from zhengtong.portal.models import BuiltFile

COMPRESSED = frozenset({".html", ".xml", ".css", ".js", ".svg", ".txt"})
TWIN = ".gz"
LOCK, STAGE = ".lock", ".building"
FEW = 200  # so many files are flushed one by one; more in one sweep

# Tests put a fault here: it is called with the name of each step just before the step.
reached: Callable[[str], None] = lambda step: None  # noqa: E731


@dataclass
class Report:
    """What a build did: addresses of files written and removed, and how many stood as they should."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0


def root() -> Path:
    return Path(settings.PORTAL_ROOT)


@contextmanager
def building() -> Iterator[Path]:
    """One build at a time; a second waits. The kernel frees the lock when its holder is killed, so nobody waits for a lease."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        rmtree(root() / STAGE, ignore_errors=True)
        yield root()


# An address within the site: parts without a leading dot, none empty.
WITHIN = re.compile(r"(?:/[^/.\0][^/\0]*)+")


def on_disk(path: str) -> Path:
    """The place of a file of the site. Raises ValueError for one outside it."""
    if not WITHIN.fullmatch(path):
        raise ValueError(f"not an address within the site: {path!r}")
    return Path(f"{settings.PORTAL_ROOT}{path}")


def has_twin(path: str) -> bool:
    return os.path.splitext(path)[1] in COMPRESSED


def twin_of(content: bytes) -> bytes:
    """The same bytes for the same content: no name and no time in the header."""
    return gzip.compress(content, compresslevel=6, mtime=0)


class Stage:
    """Files on their way into the site. `known`: hashes of the manifest; `distrustful`: look at what stands, too, and heal it."""

    def __init__(self, known: dict[str, str], *, distrustful: bool = False) -> None:
        self.known, self.distrustful = known, distrustful
        self.report = Report()
        self._rows: list[BuiltFile] = []
        self._waiting: list[tuple[Path, Path]] = []
        self._removed: list[str] = []
        self.seen: set[str] = set()

    def put(self, output: Output) -> None:
        """Stage a file unless it stands already, byte for byte."""
        self.seen.add(output.path)
        mark = digest(output.content)
        if self.known.get(output.path) == mark and self._stands(output):
            self.report.unchanged += 1
            return
        reached(f"stage {output.path}")
        target = on_disk(output.path)
        self._write(target, output.content)
        if has_twin(output.path):
            self._write(_twin(target), twin_of(output.content))
        self._rows.append(
            BuiltFile(path=output.path, hash=mark, size=len(output.content), source=output.source)
        )
        self.report.written.append(output.path)

    def drop(self, paths: Iterable[str]) -> None:
        self._removed += sorted(set(paths) - self.seen)

    def _stands(self, output: Output) -> bool:
        target = on_disk(output.path)
        twin = has_twin(output.path)
        if not self.distrustful:
            return target.exists() and (not twin or _twin(target).exists())
        return same_bytes(target, output.content) and (
            not twin or same_unpacked(_twin(target), output.content)
        )

    def _write(self, target: Path, content: bytes) -> None:
        folder = root() / STAGE
        folder.mkdir(exist_ok=True)
        staged = folder / str(len(self._waiting))
        staged.write_bytes(content)
        self._waiting.append((staged, target))

    def commit(self, at: datetime) -> Report:
        """Into place: what goes, goes first; then what comes; then the manifest, in the caller's transaction."""
        self._flush()
        for path in self._removed:
            self._remove(path)
        for staged, target in self._waiting:
            reached(f"place {target.name}")
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(target)
        reached("manifest")
        self._record(at)
        return self.report

    def _flush(self) -> None:
        """Bytes before names, so that a power cut leaves the old file or the new one, never half of one."""
        reached("flush")
        if len(self._waiting) > FEW:
            os.sync()
            return
        for staged, _ in self._waiting:
            with staged.open("rb") as opened:
                os.fsync(opened.fileno())

    def _remove(self, path: str) -> None:
        reached(f"remove {path}")
        target = on_disk(path)
        target.unlink(missing_ok=True)
        _twin(target).unlink(missing_ok=True)
        folder = target.parent
        while folder != root() and not any(folder.iterdir() if folder.is_dir() else ["gone"]):
            folder.rmdir()
            folder = folder.parent
        self.report.removed.append(path)

    def _record(self, at: datetime) -> None:
        BuiltFile.objects.filter(path__in=self._removed).delete()
        for row in self._rows:
            row.built_at = at
        BuiltFile.objects.bulk_create(
            self._rows, batch_size=500, update_conflicts=True, unique_fields=["path"],
            update_fields=["hash", "size", "built_at", "source"],
        )  # fmt: skip


def _twin(target: Path) -> Path:
    return target.with_name(target.name + TWIN)


def same_bytes(target: Path, content: bytes) -> bool:
    try:
        return not target.is_symlink() and target.read_bytes() == content
    except OSError:
        return False


def same_unpacked(twin: Path, content: bytes) -> bool:
    try:
        return not twin.is_symlink() and gzip.decompress(twin.read_bytes()) == content
    except (OSError, EOFError, zlib.error):
        return False
