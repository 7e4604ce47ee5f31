"""The list of an old site's content as it comes: a table with a heading line, read by the tools that evaluate nothing."""

from collections.abc import Iterable, Iterator, Sequence

from zhengtong.engine.refusals import Refusal, Refused
from zhengtong.tools.sheets import Bounds, Line, Unreadable, read
from zhengtong.websites.rules import Item

HEADINGS = {
    "title": {"标题", "文章标题", "title"}, "old_url": {"原网址", "网址", "链接", "url"},
    "left_out": {"不迁移理由", "不迁移的理由", "备注"},
}  # fmt: skip
# A site that ran for ten years has some ten thousand items; one list may hold several such sites.
BOUNDS = Bounds(lines=50_000, seconds=60)
NO_HEADING = "没有找到“标题”列，请核对首行表头（标题、原网址、不迁移理由）。"


def read_items(data: bytes, filename: str) -> list[Item]:
    """The items of a list. Raises `Refused` for a file that cannot be read or has no column of titles."""
    try:
        tables = read(data, filename, BOUNDS)
    except Unreadable as wrong:
        raise Refused([Refusal("content.unreadable", reason, "3.8") for reason in wrong.reasons]) from wrong
    return list(_items(line for table in tables for line in table.lines))


def _items(lines: Iterable[Line]) -> Iterator[Item]:
    places: dict[str, int] = {}
    for line in lines:
        if not places:
            places = _places(line.cells)
            continue
        said = {name: line.cells[at].strip() for name, at in places.items() if at < len(line.cells)}
        if said.get("title"):
            yield Item(line.number, said["title"], said.get("old_url", ""), said.get("left_out", ""))
    if not places:
        raise Refused([Refusal("content.unreadable", NO_HEADING, "3.8")])


def _places(cells: Sequence[str]) -> dict[str, int]:
    """Which column holds what, where this line is the heading; else nothing."""
    words = [cell.strip().lower() for cell in cells]
    found = {
        name: next((at for at, word in enumerate(words) if word in wanted), -1)
        for name, wanted in HEADINGS.items()
    }
    return {name: at for name, at in found.items() if at >= 0} if found["title"] >= 0 else {}
