"""What the register says in public of one channel (1.2, 4.6): enough to tell an official one from one that only looks like it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlsplit

from zhengtong.registry.models.kinds import (
    GONE,
    NEW_MEDIA,
    WEBSITES,
    ChannelKind,
    ChannelState,
    IdentifierKind,
)
from zhengtong.registry.platforms import kind_label


@dataclass(frozen=True, kw_only=True)
class PublicChannel:
    """A channel that is or was official. Drafts and applications are never made into one.

    `identifiers` by kind, those in force that day; `domains` in force, `former_domains` given up since.
    """

    code: str
    kind: str
    name: str
    state: str
    host_code: str
    host_name: str
    host_short: str
    platform: str = ""
    operator_name: str = ""
    url: str = ""
    handle: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    functions: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    domains: tuple[str, ...] = ()
    former_domains: tuple[str, ...] = ()

    @property
    def official(self) -> bool:
        """Whether it is an official one still; a channel that is to be closed is one until it closes."""
        return self.state not in GONE

    @property
    def state_label(self) -> str:
        return str(ChannelState(self.state).label)

    @property
    def what(self) -> str:
        """ "微信公众号", "门户网站", "子站", "移动客户端"."""
        return str(kind_label(self.kind, self.platform))

    @property
    def is_website(self) -> bool:
        return self.kind in WEBSITES

    @property
    def is_new_media(self) -> bool:
        return self.kind in NEW_MEDIA

    @property
    def is_account(self) -> bool:
        return self.kind == ChannelKind.ACCOUNT

    @property
    def certified(self) -> str:
        """Who the platform says the account is (4.6); empty when the register does not know."""
        return self.identifiers.get(IdentifierKind.CERTIFICATION, "")

    @property
    def hostname(self) -> str:
        return (urlsplit(self.url).hostname or "").lower()

    def went_within(self, days: int, on: date) -> bool:
        """Whether it was closed or cancelled no longer than so many days ago."""
        return self.closed_on is not None and self.closed_on >= on - timedelta(days=days)


def known_hosts(channel: PublicChannel) -> tuple[frozenset[str], frozenset[str]]:
    """Hosts of a site of its own: those it answers to now, and those it gave up (3.13), which nobody may trust."""
    former = frozenset(_plain(channel.former_domains)) - frozenset(_plain(channel.domains))
    now = frozenset(_plain([channel.hostname, *channel.domains])) - former
    return now, former


def _plain(hosts: Iterable[str]) -> Iterable[str]:
    return (host.lower().rstrip(".") for host in hosts if host)
