"""Tags that name a clause. The engine does not know the regulation; the room that does describes clauses here."""

from collections.abc import Callable

from django.urls import NoReverseMatch, reverse

Describe = Callable[[str], str]
_describe: list[Describe] = []


def describe_with(describe: Describe) -> None:
    """Set how a clause is described in a line: `describe("5.2")` -> "发布前三审三校"; may raise LookupError."""
    _describe[:] = [describe]


def description(clause: str) -> str:
    if not _describe:
        return ""
    try:
        return _describe[0](clause) or ""
    except LookupError:
        return ""


def address(clause: str) -> str:
    """Where the clause can be read; empty while there is no such page."""
    try:
        return reverse("regulation:clause", args=[clause])
    except NoReverseMatch:
        return ""
