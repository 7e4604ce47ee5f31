"""Whether the document says that it may be public, and what of it the file cannot hold. Pure functions."""

import re
from collections.abc import Iterator

from zhengtong.tools.documents import AttachmentNote, Heading, OfficialLine, Recognised, Remark

CLOSED = re.compile(r"不予公开|不公开|依申请公开|内部资料|内部文件|注意保存|不得翻印")
OPEN = re.compile(r"主动公开|公开发布|公开属性[:：]\s*公开|政府信息公开")
SOURCE = re.compile(r"来源[:：]\s*([^\s|｜]{2,60})")
SHORT = 60


def hints_of(recognised: Recognised) -> list[dict[str, str]]:
    """Words about publicity, each with a tone: bad (it must not go out), good (it says so itself), warn (it is silent)."""
    lines = [
        block.text
        for block in recognised.blocks
        if isinstance(block, OfficialLine) and block.role in ("disclosure", "masthead")
    ]
    closed = [text for text in lines if len(text) <= SHORT and CLOSED.search(text)]
    if closed:
        return [_hint("bad", f"文件标明“{closed[0]}”，不得上网公开。如确需公开，请先办理公开属性变更。")]
    opened = [text for text in lines if OPEN.search(text)]
    if opened:
        return [_hint("good", f"文件标明“{opened[0]}”。")]
    if recognised.kind == "policy":
        return [_hint("warn", "文件没有标明公开属性，请核实可以公开后再存为草稿。")]
    return []


def source_of(recognised: Recognised) -> tuple[str, str]:
    """The source that a web page names below its title, and the line that says so; empty when there is none."""
    for block in recognised.blocks:
        if (
            isinstance(block, OfficialLine)
            and block.role == "source"
            and (found := SOURCE.search(block.text))
        ):
            return found[1], block.text
    return "", ""


def _hint(tone: str, text: str) -> dict[str, str]:
    return {"tone": tone, "text": text}


def remarks_of(recognised: Recognised) -> Iterator[Remark]:
    """Attachments that are only named: one file comes in, the others do not."""
    headings = [block.text for block in recognised.blocks if isinstance(block, Heading)]
    for block in recognised.blocks:
        if isinstance(block, AttachmentNote) and not _stands_in(block.title, headings):
            why = "文件中只列出附件名称，附件本身不在其中"
            yield Remark("附件", block.text[:SHORT], why, "存为草稿后，请在正文中另行上传附件")


def _stands_in(title: str, headings: list[str]) -> bool:
    bare = re.sub(r"[\s《》]", "", title)
    return bool(bare) and any(bare in re.sub(r"[\s《》]", "", heading) for heading in headings)
