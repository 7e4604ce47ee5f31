"""Does the site stand as it was built? Every file that was edited, removed, added, or that a new build would make differently."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zhengtong.engine.digests import digest
from zhengtong.portal.build import documents, staging
from zhengtong.portal.build.everything import everything
from zhengtong.portal.build.places import Portal, read_portal
from zhengtong.portal.build.staging import (
    LOCK,
    STAGE,
    TWIN,
    building,
    has_twin,
    on_disk,
    same_bytes,
    same_unpacked,
)
from zhengtong.portal.models import BuiltFile, SearchDocument
from zhengtong.publishing.models import Publication

EDITED, REMOVED, ADDED, OUTDATED, SURPLUS = "edited", "removed", "added", "outdated", "surplus"
WORDS = {
    EDITED: "内容被改动", REMOVED: "文件缺失", ADDED: "不在清单中的文件", OUTDATED: "与重新生成的内容不一致",
    SURPLUS: "已无对应的公开信息",
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Difference:
    """One file that is not as it should be."""

    path: str
    kind: str

    def __str__(self) -> str:
        return f"{WORDS[self.kind]}：{self.path}"


def verify(*, at: datetime, rebuild: bool = False) -> list[Difference]:
    """Compare what stands with the manifest; with `rebuild`, also with a new rendering of everything, byte for byte.

    No build runs meanwhile. `at` decides under which registered identity pages are rendered.
    """
    with building():
        rows = dict(BuiltFile.objects.values_list("path", "hash"))
        found = {*_wrong(rows), *(_added(stranger) for stranger in strangers(rows.keys()))}
        portal = read_portal(at) if rebuild else None
        if portal:
            known = {difference.path for difference in found}
            found |= {one for one in _differing(portal, rows) if one.path not in known}
        return sorted(found)


def _wrong(rows: dict[str, str]) -> Iterator[Difference]:
    for path, mark in rows.items():
        target = on_disk(path)
        if not target.is_file():
            yield Difference(path, REMOVED)
            continue
        content = target.read_bytes()
        if target.is_symlink() or digest(content, mark.partition(":")[0]) != mark:
            yield Difference(path, EDITED)
        if has_twin(path):
            yield from _wrong_twin(path, content)


def _wrong_twin(path: str, content: bytes) -> Iterator[Difference]:
    twin = on_disk(path + TWIN)
    if not twin.is_file():
        yield Difference(path + TWIN, REMOVED)
    elif not same_unpacked(twin, content):
        yield Difference(path + TWIN, EDITED)


def strangers(paths: Collection[str]) -> list[Path]:
    """Files in the site that are neither of these addresses nor their twins."""
    expected = {str(on_disk(path)) for path in paths}
    expected |= {path + TWIN for path in expected if has_twin(path)}
    return [Path(found) for found in sorted(_walk()) if found not in expected]


def _walk() -> Iterator[str]:
    """Every file, and every link to a folder. The stage is left out: each build begins by emptying it."""
    root = str(staging.root())
    for folder, folders, names in os.walk(root):
        if folder == root:
            folders[:] = [name for name in folders if name != STAGE]
            names = [name for name in names if name != LOCK]
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        yield from (os.path.join(folder, name) for name in [*names, *links])


def _added(stranger: Path) -> Difference:
    return Difference("/" + stranger.relative_to(staging.root()).as_posix(), ADDED)


def _differing(portal: Portal, rows: dict[str, str]) -> Iterator[Difference]:
    """Rows of lists and search against what is public; every file against a new rendering."""
    yield from (Difference(url, OUTDATED) for url in _rows_out_of_step(portal))
    made = set()
    for output in everything(portal):
        made.add(output.path)
        if not same_bytes(on_disk(output.path), output.content):
            yield Difference(output.path, OUTDATED if output.path in rows else REMOVED)
    yield from (Difference(path, SURPLUS) for path in rows.keys() - made)


def _rows_out_of_step(portal: Portal) -> Iterator[str]:
    kept = {row.article_id: row for row in SearchDocument.objects.iterator(chunk_size=500)}
    for publication in Publication.objects.filter(ended_at__isnull=True).iterator(chunk_size=500):
        row = kept.pop(publication.article_id, None)
        if row is None or documents.values_of(row) != documents.values_of(
            documents.document_of(publication, portal)
        ):
            yield publication.path
    yield from (row.url for row in kept.values())
