"""An address that somebody pasted, read as a browser would go there: which host, which path. Nothing is fetched.

The strictness is on purpose: what a browser and this could read differently counts as no address at all (`malformed`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, unquote, urlsplit

from zhengtong.registry.formats import plain
from zhengtong.registry.platforms import Platform, recognise

LONGEST = 500  # characters of a question that are read

# An http address within a text, not one inside another ("evil.com/https://…"): before it stands nothing, a blank or Chinese.
WEB = re.compile(
    r"""(?<![^\s\u3000-\u9fff\uff00-\uffef“”‘’<"'(:])https?://[^\s<>"'“”‘’（）【】《》，；、]+""",
    re.IGNORECASE,
)
FULL_WIDTH_SCHEME = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]{2,10}[:：][/／]{2}")
ANY_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
# "www.beibei.gov.cn/bm/": a last label of letters, with whatever follows it.
BARE = re.compile(
    r"[^\s/?#\\]+[.．。｡](?:[A-Za-zＡ-Ｚａ-ｚ]{2,}|政务|公益|中国|xn--[a-z0-9-]+)[.。]?"
    r"(?:[:：][0-9０-９]*)?(?:[/?#\\]\S*)?",
    re.IGNORECASE,
)
NEAR_ADDRESS = re.compile(r"[A-Za-z0-9-]+\.[A-Za-z]{2,}")
LABEL = re.compile(r"[a-z0-9_-]{1,63}")
CLOSING = ".。,，;；:：!！?？)）]】》>\"'”’"


@dataclass(frozen=True, slots=True)
class Address:
    """`host` in ASCII, small letters, without port; `steps` of the path without "." and "..", as sent; `query` as sent."""

    host: str
    steps: tuple[str, ...] = ()
    query: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The steps in plain words."""
        return tuple(unquote(step) for step in self.steps)

    @property
    def bare_host(self) -> str:
        """Without "www.", which the owner of the rest owns too."""
        return bare(self.host)

    def __str__(self) -> str:
        query = f"?{self.query}" if self.query else ""
        return f"{self.host}/{'/'.join(self.steps)}{query}" if self.steps or query else self.host


@dataclass(frozen=True, slots=True)
class Read:
    """What a text turned out to be: an address, or none; `trouble` is "several" or "malformed" where nothing can be said."""

    address: Address | None = None
    trouble: str = ""


def bare(host: str) -> str:
    return host.removeprefix("www.")


def read(text: str) -> Read:
    """The one address that a text is or holds."""
    text = FULL_WIDTH_SCHEME.sub(lambda found: _folded(found[0]), plain(text)[:LONGEST])
    written = [found[0].rstrip(CLOSING) for found in WEB.finditer(text)]
    if written:
        rest = _folded(WEB.sub(" ", text))
        several = len(written) > 1 or NEAR_ADDRESS.search(rest) or ANY_SCHEME.search(rest)
        return Read(trouble="several") if several else _parsed(written[0])
    words = [word for word in text.split() if BARE.fullmatch(word)]
    if len(words) == 1:
        return _parsed(f"https://{words[0]}")
    strange = ANY_SCHEME.search(text) is not None
    return Read(trouble="several" if words else "malformed" if strange else "")


def _parsed(url: str) -> Read:
    address = parse(url)
    return Read(address) if address else Read(trouble="malformed")


def parse(url: str) -> Address | None:
    """A whole http(s) address; None where it carries a user's name, a backslash or anything else that is read in two ways."""
    if "\\" in url:
        return None
    try:
        parts = urlsplit(_port_folded(url))
        _ = parts.port
    except ValueError:
        return None
    host = ascii_host(parts.hostname or "")
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not host:
        return None
    return Address(host, tuple(_settled(parts.path)), parts.query)


def _port_folded(url: str) -> str:
    """A colon and digits typed in full width after the host are meant as a port."""
    scheme, _, rest = url.partition("://")
    host, mark, tail = re.match(r"([^/?#]*)([/?#]?)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    host = re.sub(r"[:：][0-9０-９]*$", lambda found: _folded(found[0]), host)
    return f"{scheme}://{host}{mark}{tail}"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def ascii_host(host: str) -> str:
    """The host as the name servers know it; empty for what is no name of one. Letters of other scripts stay others."""
    labels = _folded(host).replace("。", ".").rstrip(".").split(".")
    coded = [label if label.isascii() else _punycode(label) for label in labels]
    return ".".join(coded) if len(coded) > 1 and all(LABEL.fullmatch(label) for label in coded) else ""


def _punycode(label: str) -> str:
    # Not the IDNA codec of Python: it makes "ss" of "ß", which browsers keep apart.
    return "xn--" + label.encode("punycode").decode("ascii")


def shown_host(host: str) -> str:
    """A host as people read it, punycode undone; what cannot be undone stays."""
    return ".".join(_unpunycode(label) for label in host.split("."))


def _unpunycode(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _settled(path: str) -> Iterator[str]:
    """The steps of a path as a browser sends it: "." and ".." carried out, also where they are written %2e."""
    kept: list[str] = []
    for step in path.split("/"):
        name = unquote(step)
        if name == "..":
            del kept[-1:]
        elif name not in ("", "."):
            kept.append(step)
    return iter(kept)


# ---- accounts in addresses --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OnPlatform:
    """An address of a platform; `handle` is empty where the address does not say which account (a short link, an article)."""

    platform: Platform
    handle: str


def on_platform(address: Address) -> OnPlatform | None:
    """The platform and account that an address means. A handle counts only as a whole step of the path or a whole value."""
    tried = [recognise(f"https://{one}") for one in (address, replace(address, query=""))]
    known = [one for one in tried if one]
    if not known:
        return None
    found = next((one for one in known if one.handle), known[0])
    query = parse_qsl(address.query, keep_blank_values=True)
    twice = len({name for name, _ in query}) < len(query)
    values = [] if twice else [value for _, value in query]
    whole = found.handle in (*address.names, *values)
    return OnPlatform(found.platform, found.handle if whole else "")
