"""Is this a site or an account of ours? The answer to a text that a citizen pasted, from what the register says (1.2, 4.6, 7.3).

Only an address or an account's id shows that somebody is who they say; a name anybody can take. So a name that is registered is
answered by "there is one of that name, compare its platform and id", and what merely looks alike never counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhengtong.engine.choices import TextChoices
from zhengtong.registry.formats import plain
from zhengtong.registry.models.kinds import ChannelKind
from zhengtong.registry.rules import likeness
from zhengtong.registry.rules.addresses import (
    LONGEST,
    Address,
    OnPlatform,
    bare,
    on_platform,
    parse,
    read,
    shown_host,
)
from zhengtong.registry.rules.public import PublicChannel, known_hosts

MOST_ALIKE = 8
# "微信号：beibei_demo", "抖音号:12345": what stands before the id says only where it was read.
BEFORE_ID = re.compile(r"^[^:：/.]{1,8}[:：]\s*(?=\S)")


class Verdict(TextChoices):
    """OFFICIAL: this very address or id is registered. NAMED: one of this name is. GONE: it was. UNKNOWN: none of it."""

    OFFICIAL = "official", "是本区登记的官方网站、官方账号"
    NAMED = "named", "本区登记有同名的官方账号"
    GONE = "gone", "曾经登记，现已停用"
    UNKNOWN = "unknown", "未在本区登记"


@dataclass(frozen=True)
class Answer:
    """`found` is what the verdict speaks of; `former` says that the address was given up while its channel goes on.

    `alike` are official ones that could be mistaken for what was asked; `address` and `platform` are what the text was read as;
    `trouble` ("several", "malformed", "unclear") is why an address says nothing.
    """

    verdict: Verdict
    found: tuple[PublicChannel, ...] = ()
    alike: tuple[PublicChannel, ...] = ()
    address: str = ""
    platform: str = ""
    trouble: str = ""
    former: bool = False


def look_up(text: str, known: Sequence[PublicChannel]) -> Answer:
    """What the register says to this text. `known` are the public channels, whether they stand or are gone."""
    text = plain(text)[:LONGEST]
    asked = read(text)
    if asked.trouble:
        return Answer(Verdict.UNKNOWN, trouble=asked.trouble)
    by_id = [] if "://" in text else _with_handle(text, known)
    if not asked.address or by_id:
        return _of_words(text, by_id, known)
    return _of_address(asked.address, known)


# ---- an address -------------------------------------------------------------------------------------------


def _of_address(address: Address, known: Sequence[PublicChannel]) -> Answer:
    there = on_platform(address)
    found, former = _at_address(address, there, known)
    shown = f"{shown_host(address.host)}{str(address).removeprefix(address.host)}"
    label = there.platform.label if there else ""
    if found:
        verdict = Verdict.OFFICIAL if found[0].official and not former else Verdict.GONE
        return Answer(verdict, found, address=shown, platform=label, former=former)
    trouble = "unclear" if there and not there.handle else ""
    alike = _alike_handles(there.handle, known) if there else _alike_hosts(address, known)
    return Answer(Verdict.UNKNOWN, (), alike, shown, label, trouble)


def _at_address(
    address: Address, there: OnPlatform | None, known: Sequence[PublicChannel]
) -> tuple[tuple[PublicChannel, ...], bool]:
    accounts = [
        one for one in known if not one.is_website and (_same_account(one, there) or _same(one, address))
    ]
    if accounts:
        return _best(accounts), False
    sites = [(one, depth, former) for one in known for depth, former in _depths(one, address)]
    if not sites:
        return (), False
    # The deepest place decides (a sub-site before the portal), then what stands before what is gone.
    best = max(sites, key=lambda site: (site[1], site[0].official and not site[2]))
    return (best[0],), best[2]


def _same_account(channel: PublicChannel, there: OnPlatform | None) -> bool:
    if there is None or not there.handle or channel.platform != there.platform.code:
        return False
    return likeness.folded(channel.handle) == likeness.folded(there.handle)


def _same(channel: PublicChannel, address: Address) -> bool:
    """Whether this is the registered address of an account or an app, as a whole."""
    own = parse(channel.url) if channel.url else None
    if own is None:
        return False
    return (own.bare_host, own.names, own.query) == (address.bare_host, address.names, address.query)


def _depths(channel: PublicChannel, address: Address) -> Iterable[tuple[int, bool]]:
    """How deep the address lies in a website's, and whether under a domain it gave up; nothing where it lies elsewhere."""
    if not channel.is_website:
        return
    own = parse(channel.url) if channel.url else None
    if channel.kind == ChannelKind.SUBSITE:
        if own and own.bare_host == address.bare_host and _begins(address, own):
            yield len(own.names), False
        return
    for hosts, former in zip(known_hosts(channel), (False, True), strict=True):
        if address.bare_host in {bare(_ascii(host)) for host in hosts}:
            yield 0, former


def _ascii(host: str) -> str:
    read_as = parse(f"https://{host}")
    return read_as.host if read_as else host


def _begins(address: Address, place: Address) -> bool:
    wanted = [name.casefold() for name in place.names]
    return [name.casefold() for name in address.names[: len(wanted)]] == wanted


# ---- an id or a name --------------------------------------------------------------------------------------


def _of_words(text: str, by_id: list[PublicChannel], known: Sequence[PublicChannel]) -> Answer:
    if by_id:
        found = _best(by_id)
        return Answer(Verdict.OFFICIAL if found[0].official else Verdict.GONE, found)
    named = _best([one for one in known if likeness.letters(one.name) in _names(text)])
    alike = _alike_names(text, [one for one in known if one not in named])
    if not named:
        return Answer(Verdict.UNKNOWN, (), alike)
    return Answer(Verdict.NAMED if named[0].official else Verdict.GONE, named, alike)


def _with_handle(text: str, known: Iterable[PublicChannel]) -> list[PublicChannel]:
    asked = {likeness.folded(one).removeprefix("@") for one in _readings(text)}
    return [one for one in known if one.handle and likeness.folded(one.handle) in asked]


def _readings(text: str) -> set[str]:
    return {text, BEFORE_ID.sub("", text)}


def _names(text: str) -> set[str]:
    return {letters for one in _readings(text) if (letters := likeness.letters(one))}


def _best(found: Sequence[PublicChannel]) -> tuple[PublicChannel, ...]:
    """Those that stand; where none does, those that are gone, the last one first."""
    standing = [one for one in found if one.official]
    gone = sorted(found, key=lambda one: str(one.closed_on), reverse=True)
    return tuple(standing or gone)


# ---- what looks alike -------------------------------------------------------------------------------------


def _alike_hosts(address: Address, known: Iterable[PublicChannel]) -> tuple[PublicChannel, ...]:
    """Sites of their own whose host this one imitates: in its letters, as a part of it, or by its first word."""
    asked = shown_host(address.bare_host)
    return _first(
        one for one in known
        if one.official and one.is_website and one.kind != ChannelKind.SUBSITE
        and any(_imitates(asked, host) for host in known_hosts(one)[0])
    )  # fmt: skip


def _imitates(asked: str, host: str) -> bool:
    own = bare(host)
    word = likeness.skeleton(own.split(".")[0])
    return likeness.alike(asked, own) or (len(word) > 3 and word in likeness.skeleton(asked))


def _alike_handles(handle: str, known: Iterable[PublicChannel]) -> tuple[PublicChannel, ...]:
    return _first(
        one for one in known if one.official and one.handle and handle and _mistaken(handle, one.handle)
    )


def _mistaken(handle: str, other: str) -> bool:
    one, two = likeness.skeleton(handle), likeness.skeleton(other)
    return one == two or likeness.near(one, two, likeness.allowed(one))


def _alike_names(text: str, known: Iterable[PublicChannel]) -> tuple[PublicChannel, ...]:
    """Names, ids and host units that the text could be taken for, the closest first."""
    text = text[: likeness.LONGEST]
    official = [one for one in known if one.official]
    near = [one for one in official if any(likeness.alike(text, said) for said in _said_of(one))]
    near += [one for one in official if one.handle and one not in near and _mistaken(text, one.handle)]
    return _first(sorted(near, key=lambda one: abs(len(one.name) - len(text))))


def _said_of(channel: PublicChannel) -> tuple[str, ...]:
    return (channel.name, channel.host_name, channel.host_short)


def _first(channels: Iterable[PublicChannel]) -> tuple[PublicChannel, ...]:
    return tuple(channels)[:MOST_ALIKE]
