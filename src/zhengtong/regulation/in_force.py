"""The regulation that this installation works by: the shipped packs and, last, the operator's own folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings

from .facts import Regulation
from .loading import PackError, load, packs_in, shipped_packs

_instead: list[Regulation] = []


def regulation_in_force() -> Regulation:
    """Read once and kept. Raises PackError when a pack is wrong."""
    return _instead[-1] if _instead else _load(extra_folder())


def extra_folder() -> Path | None:
    """The operator's pack folder, `ZT_PACKS_FOLDER`. The default one need not exist; one that was named must. Raises PackError."""
    named = getattr(settings, "ZT_PACKS_FOLDER", None)
    if not named:
        return None
    folder = Path(named)
    if folder.is_dir():
        return folder
    if folder == Path(settings.DATA) / "packs":
        return None
    raise PackError([f"ZT_PACKS_FOLDER 指定的文件夹不存在：{folder}"])


@cache
def _load(extra: Path | None) -> Regulation:
    return load([*shipped_packs(), *(packs_in(extra) if extra else [])])


def reload() -> None:
    """Forget what was read; the next question reads the packs anew."""
    _load.cache_clear()


@contextmanager
def using_pack(folder: Path) -> Iterator[Regulation]:
    """For tests: the shipped packs plus this folder, whatever the settings say."""
    _instead.append(load([*shipped_packs(), *packs_in(folder)]))
    try:
        yield _instead[-1]
    finally:
        _instead.pop()
