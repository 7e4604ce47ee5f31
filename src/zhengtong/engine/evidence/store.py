"""Where the bytes lie: EVIDENCE_ROOT/ab/cd/<hex of the hash>, each file written whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from zhengtong.engine.digests import digest


class Tampered(Exception):
    """The bytes are missing, or are not those that were kept."""


def path_of(recorded: str) -> Path:
    name = recorded.partition(":")[2]
    return Path(settings.EVIDENCE_ROOT) / name[:2] / name[2:4] / name


def write(data: bytes, recorded: str) -> None:
    """Write through a temporary file, so that a crash leaves either nothing or the whole content."""
    path = path_of(recorded)
    if _holds(path, data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
        Path(name).chmod(0o440)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _holds(path: Path, data: bytes) -> bool:
    with suppress(OSError):
        return path.stat().st_size == len(data) and path.read_bytes() == data
    return False


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(recorded: str) -> bytes:
    """The bytes kept under this hash. Raises `Tampered` when they are gone or changed."""
    try:
        data = path_of(recorded).read_bytes()
    except OSError as error:
        raise Tampered(f"证据文件缺失或无法读取：{recorded}") from error
    algorithm = recorded.partition(":")[0]
    if algorithm not in hashlib.algorithms_available or digest(data, algorithm) != recorded:
        raise Tampered(f"证据文件与登记的摘要不符：{recorded}")
    return data


def names() -> Iterator[str]:
    """The names of all files that lie in the store, half-written ones left out."""
    for path in Path(settings.EVIDENCE_ROOT).glob("??/??/*"):
        if not path.name.startswith("."):
            yield path.name
