"""Platforms as data: which there are, and which account an address means. Read once from `data/platforms.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from zhengtong.registry.models.kinds import ChannelKind

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Platform:
    """A place where accounts are opened. `has_home` says whether an account there has a public address of its own."""

    code: str
    label: str
    domains: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    example: str
    has_home: bool

    def owns(self, hostname: str) -> bool:
        return any(hostname == domain or hostname.endswith(f".{domain}") for domain in self.domains)


@dataclass(frozen=True)
class Recognised:
    """What an address says: the platform and, where the address shows it, the account's id on it."""

    platform: Platform
    handle: str


@cache
def platforms() -> dict[str, Platform]:
    """By code, in the order of the data file. Raises ValueError or re.error on a wrong file: a fault of the installation."""
    rows = tomllib.loads((DATA / "platforms.toml").read_text(encoding="utf-8"))["platforms"]
    found = {
        row["code"]: Platform(
            row["code"], row["label"], tuple(row["domains"]), tuple(re.compile(one) for one in row["patterns"]),
            row["example"], row["has_home"],
        )
        for row in rows
    }  # fmt: skip
    if len(found) != len(rows):
        raise ValueError("platforms.toml names a platform twice")
    return found


def label_of(platform: str) -> str:
    """What people call it; a platform that left the data file keeps its code."""
    known = platforms().get(platform)
    return known.label if known else platform


def choices() -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in platforms().values()]


def kind_label(kind: str, platform: str) -> str:
    """ "微信公众号" for an account, "子站" for a sub-site."""
    return label_of(platform) if platform else ChannelKind(kind).label


def recognise(url: str) -> Recognised | None:
    """The account an address means, or None for an address of no platform."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    hostname = (parts.hostname or "").lower()
    owners = [one for one in platforms().values() if one.owns(hostname)]
    if not owners:
        return None
    owner = max(
        owners, key=lambda one: max(len(domain) for domain in one.domains if hostname.endswith(domain))
    )
    place = hostname + parts.path + (f"?{parts.query}" if parts.query else "")
    matches = [match for pattern in owner.patterns if (match := pattern.search(place))]
    return Recognised(owner, unquote(matches[0]["handle"]) if matches else "")
