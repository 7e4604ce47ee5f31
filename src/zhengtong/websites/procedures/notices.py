"""What notices say that procedures draft: the texts of `data/notices.toml` with the case's facts in them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from zhengtong.duties.rules import business_date
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.registry import Inquiry
from zhengtong.registry.models import IdentifierKind
from zhengtong.registry.queries import current_identifier

TEXTS = Path(__file__).resolve().parent.parent / "data" / "notices.toml"


@cache
def texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))


class _Blanks(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "＿＿＿＿"


def facts(inquiry: Inquiry) -> dict[str, str]:
    """What a notice may say: the answers, the site, its host, its domain and code, the day."""
    today, site = business_date(inquiry.at), inquiry.subject
    said = {key: str(value) for key, value in inquiry.asked.items() if isinstance(value, str | int)}
    found = {
        "site": getattr(site, "name", "") or said.get("name", ""), "host": registry.party_name(inquiry.party),
        "today": f"{today.year}年{today.month}月{today.day}日", "old": getattr(site, "url", ""),
    }  # fmt: skip
    if site is not None:
        found["domain"] = current_identifier(site, IdentifierKind.DOMAIN, today) or site.url
        found["site_code"] = current_identifier(site, IdentifierKind.SITE_CODE, today)
    return said | {key: value for key, value in found.items() if value}


def _source(notice: str, part: str) -> Any:
    def known(inquiry: Inquiry) -> str:
        return texts()[notice][part].strip().format_map(_Blanks(facts(inquiry)))

    known.__qualname__ = f"notice_{notice}_{part}"
    return known


for name in texts():
    registry.source(f"websites.{name}_notice_title")(_source(name, "title"))
    registry.source(f"websites.{name}_notice_text")(_source(name, "text"))
