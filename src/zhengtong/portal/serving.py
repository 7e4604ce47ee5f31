"""The public side as the platform serves it by default: built files straight from disk, Django only for what is live.

The same as `deploy/nginx.conf` does. A file is found by its address alone; nothing outside the site, nothing hidden, no link is
followed. What neither stands as a file nor is known to Django gets the built page 404 (410 for an item that was withdrawn).
"""

import contextlib
import mimetypes
import os
import re
import stat
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from wsgiref.util import FileWrapper

from django.conf import settings

from zhengtong.portal.build.staging import TWIN, on_disk
from zhengtong.security.headers import PUBLIC_HEADERS

Start = Callable[..., Any]
Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]

ITEM = re.compile(r"/t\d{8}_(\d+)\.html$")
RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
# Nobody frames a built page; previews in the console come from Django.
HEADERS = PUBLIC_HEADERS | {
    "Content-Security-Policy": PUBLIC_HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'self'", "frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
}  # fmt: skip
# An attachment is shown or saved, and can do nothing else.
FILES = "/files/"
INERT = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; frame-ancestors 'none'"
ASSETS = "/assets/"
TYPES = {
    ".html": "text/html; charset=utf-8", ".xml": "application/xml; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".svg": "image/svg+xml",
    ".ofd": "application/ofd", ".csv": "text/csv; charset=utf-8",
}  # fmt: skip


def with_built_files(django: Application) -> Application:
    """Wrap the Django application: built files first."""

    def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        address = _address(environ)
        if address is None:
            return _plain(start, "400 Bad Request")
        found = find(address)
        if found is None:
            return _elsewhere(address, environ, start, django)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _plain(start, "405 Method Not Allowed", [("Allow", "GET, HEAD")])
        if isinstance(found, str):
            return _plain(start, "301 Moved Permanently", [("Location", quote(found))])
        return _file(found, address, environ, start)

    return application


def _address(environ: dict[str, Any]) -> str | None:
    """The path as text; None for bytes that are no text."""
    try:
        return str(environ.get("PATH_INFO") or "/").encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def find(address: str) -> Path | str | None:
    """The file of an address, or the address to go to instead (a folder without its slash), or None."""
    try:
        target = on_disk(f"{address}index.html" if address.endswith("/") else address)
    except ValueError:
        return None
    if address.endswith(TWIN) or not _within(target):
        return None
    kind = _kind(target)
    if kind == "folder" and _kind(target / "index.html") == "file":
        return f"{address}/"
    return target if kind == "file" else None


def _kind(target: Path) -> str:
    try:
        mode = target.lstat().st_mode
    except (OSError, ValueError):
        return ""
    return "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else ""


def _within(target: Path) -> bool:
    """No folder on the way is a link to somewhere else."""
    parent = target.parent
    root = os.path.realpath(settings.PORTAL_ROOT)
    return os.path.realpath(parent) == os.path.join(root, _below(parent)).rstrip(os.sep)


def _below(folder: Path) -> str:
    below = os.path.relpath(folder, settings.PORTAL_ROOT)
    return "" if below == "." else below


# ---- answers ----------------------------------------------------------------------------------------------


def _file(
    target: Path, address: str, environ: dict[str, Any], start: Start, status: str = "200 OK"
) -> Iterable[bytes]:
    headers = _headers_of(target, address)
    twin = target.with_name(target.name + TWIN)
    if _kind(twin) == "file":
        headers.append(("Vary", "Accept-Encoding"))
        if _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            target = twin
            headers.append(("Content-Encoding", "gzip"))
    try:
        opened = target.open("rb")
    except OSError:  # taken away since it was found
        return _plain(start, "404 Not Found")
    facts = os.fstat(opened.fileno())
    mark = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}{"-gz" if target == twin else ""}"'
    changed = datetime.fromtimestamp(int(facts.st_mtime), UTC)
    headers += [("ETag", mark), ("Last-Modified", format_datetime(changed, usegmt=True))]
    if status == "200 OK" and _known(environ, mark):
        opened.close()
        start("304 Not Modified", [one for one in headers if one[0] != "Content-Type"])
        return []
    if address.startswith(FILES) and status == "200 OK":
        status, begin, length = _part(environ, headers, facts.st_size)
    else:
        begin, length = 0, facts.st_size
    headers.append(("Content-Length", str(length)))
    start(status, headers)
    if environ["REQUEST_METHOD"] == "HEAD" or not length:
        opened.close()
        return []
    opened.seek(begin)
    if length <= 1 << 20:
        with opened:
            return [opened.read(length)]
    return _Piece(opened, length)


class _Piece(FileWrapper):
    """So many bytes of a file, in blocks."""

    def __init__(self, opened: Any, length: int) -> None:
        super().__init__(opened, 1 << 16)
        self.left = length

    def __next__(self) -> bytes:
        block = self.filelike.read(min(self.blksize, self.left))
        self.left -= len(block)
        if block:
            return bytes(block)
        raise StopIteration


def _headers_of(target: Path, address: str) -> Headers:
    ending = target.suffix.lower()
    kind = TYPES.get(ending) or mimetypes.types_map.get(ending, "application/octet-stream")
    headers = dict(HEADERS)
    if address.startswith(FILES):
        headers["Content-Security-Policy"] = INERT
        headers["Accept-Ranges"] = "bytes"
    # The names of assets say what is in them; everything else is asked for anew, and mostly answered "not modified".
    forever = "public, max-age=31536000, immutable"
    headers["Cache-Control"] = forever if address.startswith(ASSETS) else "no-cache"
    if settings.HTTPS and settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    return [("Content-Type", kind), *headers.items()]


def _takes_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _known(environ: dict[str, Any], mark: str) -> bool:
    asked = environ.get("HTTP_IF_NONE_MATCH", "")
    return asked.strip() == "*" or mark in [one.strip().removeprefix("W/") for one in asked.split(",")]


def _part(environ: dict[str, Any], headers: Headers, size: int) -> tuple[str, int, int]:
    """One range of a large file, as players and readers ask for it; anything else gets the whole."""
    asked = RANGE.match(environ.get("HTTP_RANGE", ""))
    if asked is None or asked.groups() == ("", ""):
        return "200 OK", 0, size
    first, last = asked.groups()
    begin = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if begin > end:
        headers.append(("Content-Range", f"bytes */{size}"))
        return "416 Range Not Satisfiable", 0, 0
    headers.append(("Content-Range", f"bytes {begin}-{end}/{size}"))
    return "206 Partial Content", begin, end - begin + 1


def _plain(start: Start, status: str, more: Iterable[tuple[str, str]] = ()) -> Iterable[bytes]:
    start(
        status,
        [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "0"), *HEADERS.items(), *more],
    )
    return []


# ---- what is no file --------------------------------------------------------------------------------------


def _elsewhere(address: str, environ: dict[str, Any], start: Start, django: Application) -> Iterable[bytes]:
    lost = find("/404.html")
    if known_to_django(address) or not isinstance(lost, Path):
        return django(environ, start)
    status = "410 Gone" if was_public(address) else "404 Not Found"
    return _file(lost, "/404.html", environ, start, status)


def known_to_django(address: str) -> bool:
    """Whether the live part answers here, as it stands or with a slash at the end."""
    from django.urls import Resolver404, resolve

    for candidate in (address, f"{address}/"):
        with contextlib.suppress(Resolver404, UnicodeError, ValueError):
            resolve(candidate)
            return True
    return False


def was_public(address: str) -> bool:
    """Whether an item stood here that was withdrawn. Only addresses that look like an item's cost a question to the database."""
    found = ITEM.search(address)
    if found is None or len(found[1]) > 15:
        return False
    from django.db import DatabaseError

    from zhengtong.publishing.models import Publication

    _drop_stale_connections()
    try:
        return Publication.objects.filter(article_id=int(found[1]), path=address).exists()
    except DatabaseError:
        return False
    finally:
        _drop_stale_connections()


def _drop_stale_connections() -> None:
    """What Django does around each request of its own."""
    from django.db import close_old_connections, connection

    if not connection.in_atomic_block:
        close_old_connections()
