"""The district's register as data (`data/beibei.toml`): numbering, the place of sub-sites, what stands at the start."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from zhengtong.duties.models import Unit
from zhengtong.registry.models.kinds import ChannelKind
from zhengtong.registry.platforms import DATA
from zhengtong.registry.rules import Particulars

REGISTER = DATA / "beibei.toml"


@dataclass(frozen=True)
class Listed:
    """A channel of the file: its host by code, what the record says, its identifiers by kind with the day they date from."""

    host: str
    told: Particulars
    identifiers: dict[str, str]
    valid_from: date


@cache
def listed(path: Path = REGISTER) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def code_prefix() -> str:
    """What a registration number of this district begins with."""
    return str(listed()["register"]["code_prefix"])


def subsite_path() -> str:
    """The path under which sub-sites live on the portal, with both slashes."""
    return str(listed()["register"]["subsite_path"])


def channels() -> list[Listed]:
    """The channels of the file, the portal first, in its order. Sub-sites are not listed: each unit has one."""
    return [_read(dict(row)) for row in listed()["channels"]]


def _read(row: dict[str, Any]) -> Listed:
    identifiers, valid_from = row.pop("identifiers", {}), row.pop("valid_from", row["opened_on"])
    host = row.pop("host")
    return Listed(host, Particulars(**row | {"functions": tuple(row["functions"])}), identifiers, valid_from)


def subsite_for(unit: Unit, portal_url: str) -> Particulars:
    """The sub-site of a unit, by the pattern of the file."""
    pattern = listed()["subsites"]
    return Particulars(
        kind=ChannelKind.SUBSITE, name=pattern["name"].format(unit=unit.name, short_name=unit.short_name),
        url=f"{portal_url.rstrip('/')}{subsite_path()}{unit.code}/", functions=tuple(pattern["functions"]),
        opened_on=pattern["opened_on"],
    )  # fmt: skip
