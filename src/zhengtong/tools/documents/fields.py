"""The fields of the draft (issuer, dates, addressees, kind), each with the words it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from zhengtong.tools.documents import official
from zhengtong.tools.documents.head import Head
from zhengtong.tools.documents.model import Block, Evidence, Heading, Image, OfficialLine, Recognised, Remark
from zhengtong.tools.documents.safety import Budget
from zhengtong.tools.documents.source import Source, shorten
from zhengtong.tools.documents.tail import Placed, Signed


@dataclass
class Assembly:
    """One document on its way from lines to blocks."""

    source: Source
    head: Head
    placed: Placed
    signed: list[Signed]
    gone: set[int]
    attached: dict[int, tuple[str, str]] = field(default_factory=dict)
    """First line of an attached text's title → (its mark 附件1 or nothing, the title)."""


def finish(made: Assembly, blocks: tuple[Block, ...], file_format: str, budget: Budget) -> Recognised:
    head, evidence = made.head, dict(made.head.evidence)
    issuer = _issuer(made, evidence)
    written_on = _written_on(made, evidence)
    published_on = _published_on(made, evidence)
    addressees = _addressees(made, evidence)
    titles = [block.text for block in blocks if isinstance(block, Heading)]
    kind, excerpt, how = official.guess_kind(head.title, head.number, titles)
    evidence["kind"] = Evidence(shorten(excerpt), how)
    if not any(block.text.strip() or isinstance(block, Image) for block in blocks):
        made.source.remark("正文", "", "没有读到正文内容", "请检查文件内容")
    return Recognised(
        kind=kind,
        title=head.title,
        document_number=head.number,
        issuer=issuer,
        written_on=written_on,
        published_on=published_on,
        main_addressees=addressees,
        blocks=blocks,
        not_understood=_bounded(made.source, budget),
        evidence=evidence,
        file_format=file_format,
    )


def _issuer(made: Assembly, evidence: dict[str, Evidence]) -> str:
    signed = made.signed[0] if made.signed and _is_office(made.signed[0].offices) else None
    fact = made.source.facts.get("issuer")
    choices = [
        (fact[0], fact[1]) if fact else ("", Evidence("", "")),
        (signed.offices, Evidence(shorten(signed.excerpt), "落款")) if signed else ("", Evidence("", "")),
        (official.issuer_in_title(made.head.title), Evidence(shorten(made.head.title), "标题开头的机关名称")),
        (made.head.masthead, Evidence(made.head.masthead, "版头")),
    ]
    found = [(name, why) for name, why in choices if name]
    if not found:
        return ""
    evidence["issuer"] = found[0][1]
    others = {official.compact(name) for name, _ in found[1:]} - {official.compact(found[0][0])}
    if others and not any(one in official.compact(found[0][0]) for one in others):
        made.source.remark(
            "发文机关",
            f"{found[0][0]} / {'、'.join(sorted(others))}",
            "文件各处的发文机关不一致",
            "请核对发文机关",
        )
    return found[0][0]


def _is_office(names: str) -> bool:
    """Not the name of a person, who signs orders (总理　某某)."""
    return bool(names) and official.is_organisation(names)


def _written_on(made: Assembly, evidence: dict[str, Evidence]) -> date | None:
    fact = made.source.facts.get("written_on")
    stated = official.find_date(fact[0]) if fact else None
    signed = made.signed[0] if made.signed else None
    if fact and stated:
        evidence["written_on"] = fact[1]
        if signed and signed.day != stated[0]:
            excerpt = f"{stated[0]:%Y-%m-%d} / {signed.excerpt}"
            made.source.remark("成文日期", excerpt, "网页信息与落款的日期不一致", "请核对成文日期")
        return stated[0]
    if signed:
        evidence["written_on"] = Evidence(shorten(signed.excerpt), "落款日期")
        return signed.day
    return _date_from_line(made, evidence)


def _dated_lines(made: Assembly, role: str) -> Iterator[tuple[date, str]]:
    """Days named in the lines of a role, with the line."""
    for placed in made.placed.values():
        if (
            isinstance(placed, OfficialLine)
            and placed.role == role
            and (found := official.find_date(placed.text))
        ):
            yield found[0], placed.text


def _date_from_line(made: Assembly, evidence: dict[str, Evidence]) -> date | None:
    """Second best: a date below the title, or the date of printing; both said to be guesses."""
    for role, how in (("date", "标题下的日期（推测）"), ("printed", "印发日期（推测）")):
        for day, text in _dated_lines(made, role):
            evidence["written_on"] = Evidence(shorten(text), how)
            made.source.remark("成文日期", text, f"没有找到落款日期，取自{how}", "请核对成文日期")
            return day
    return None


def _published_on(made: Assembly, evidence: dict[str, Evidence]) -> date | None:
    fact = made.source.facts.get("published_on")
    if fact and (found := official.find_date(fact[0])):
        evidence["published_on"] = fact[1]
        return found[0]
    for day, text in _dated_lines(made, "source"):
        evidence["published_on"] = Evidence(shorten(text), "标题下的发布信息")
        return day
    return None


def _addressees(made: Assembly, evidence: dict[str, Evidence]) -> str:
    for placed in made.placed.values():
        if isinstance(placed, OfficialLine) and placed.role == "addressees":
            evidence["main_addressees"] = Evidence(shorten(placed.text), "标题之后、以冒号结尾的机关名称")
            return placed.text.rstrip("：:")
    return ""


def _bounded(source: Source, budget: Budget) -> tuple[Remark, ...]:
    limit = budget.limits.remarks
    if len(source.remarks) > limit:
        left = len(source.remarks) - limit
        del source.remarks[limit:]
        source.remark(
            "全文", "", f"另有 {left} 处问题没有逐一列出", "文件问题较多，请在 Word 中整理后重新导入"
        )
    return tuple(source.remarks)
