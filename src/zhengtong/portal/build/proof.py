"""The proof of a withdrawal: everything that stands is read again, and nothing may mention it."""

import re

from zhengtong.portal.build.staging import on_disk
from zhengtong.portal.models import BuiltFile, SearchDocument

ADDRESS = re.compile(rb"/[\w/-]+/\d{6}/t\d{8}_\d+\.html")
READ = (".html", ".xml", ".txt")


class StillMentioned(Exception):
    """A withdrawn address still stands somewhere; the message says where."""


def prove_gone(withdrawn: set[str]) -> None:
    """Raises StillMentioned when a page, list, feed, site map or the search index still has one of these addresses."""
    if not withdrawn:
        return
    places = sorted({*_standing(withdrawn), *_searchable(withdrawn), *_mentioning(withdrawn)})
    if places:
        raise StillMentioned(f"撤下的网址仍见于：{'、'.join(places[:20])}")


def _standing(withdrawn: set[str]) -> list[str]:
    return [path for path in withdrawn if on_disk(path).exists() or on_disk(f"{path}.gz").exists()]


def _searchable(withdrawn: set[str]) -> list[str]:
    found = SearchDocument.objects.filter(url__in=withdrawn).values_list("url", flat=True)
    return [f"检索 {url}" for url in found]


def _mentioning(withdrawn: set[str]) -> list[str]:
    wanted = {path.encode() for path in withdrawn}
    paths = BuiltFile.objects.values_list("path", flat=True)
    return [
        path for path in paths.iterator(chunk_size=2000)
        if path.endswith(READ) and wanted & set(ADDRESS.findall(on_disk(path).read_bytes()))
    ]  # fmt: skip
