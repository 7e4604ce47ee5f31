"""The head of a document: masthead, document number and title, found among its first lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zhengtong.tools.documents import official
from zhengtong.tools.documents.headings import numbered
from zhengtong.tools.documents.model import Evidence, Table
from zhengtong.tools.documents.source import TITLE_LEVEL, Item, Line, Source, shorten

REACH = 25
"""So many items may precede the body."""
TITLE_LINES = 5
NO_BRACKETS = str.maketrans("", "", "（）()〔〕［］[]﹝﹞【】")


@dataclass
class Head:
    """What the head gave. ``used``: positions read into fields; ``roles``: positions that stay, with their role."""

    title: str = ""
    number: str = ""
    used: set[int] = field(default_factory=set)
    roles: dict[int, str] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    masthead: str = ""
    end: int = 0


def read_head(source: Source, fallback_title: str) -> Head:
    head = Head()
    lines = _reach(source.items)
    for position, line in lines:
        _mark(head, position, line, source)
    free = [(position, line) for position, line in lines if position not in head.used | set(head.roles)]
    _find_title(head, free, source, fallback_title)
    _stated_number(head, source)
    head.end = max([*head.used, *head.roles], default=-1) + 1
    return head


def _reach(items: Sequence[Item]) -> list[tuple[int, Line]]:
    """The lines before the body begins."""
    made: list[tuple[int, Line]] = []
    for position, item in enumerate(items[:REACH]):
        if isinstance(item, Table):
            break
        if isinstance(item, Line):
            if _begins_body(item, made):
                break
            made.append((position, item))
    return made


def _begins_body(line: Line, before: list[tuple[int, Line]]) -> bool:
    text = official.tidy(line.text)
    if line.heading == TITLE_LEVEL or (not before and official.attachment_mark(text)):
        return False
    if numbered(text) or line.bullet is not None:
        return True
    if line.heading is not None:
        return bool(before)
    if official.is_addressees(text) or official.attachment_note(text):
        return True
    return _is_prose(text) and not official.SOURCE_LINE.search(text)


def _is_prose(text: str) -> bool:
    return "。" in text or text[-1:] in "；;：:" or len(text) > 120 or ("，" in text and len(text) > 60)


def _mark(head: Head, position: int, line: Line, source: Source) -> None:
    text = line.text
    if not head.number and (number := official.number_line(text)):
        head.number = number
        head.used.add(position)
        head.evidence["document_number"] = Evidence(shorten(text), "标题前后单独成行的发文字号")
        _keep_rest(head, position, text)
    elif issuer := official.masthead_issuer(text):
        head.masthead = issuer
        head.roles[position] = "masthead"
    elif official.is_secrecy_mark(text):
        head.roles[position] = "masthead"
        source.remark(line.where, text, "文件标有密级或内部字样", "涉密和内部文件不得公开，请先确认能否发布")
    elif official.attachment_mark(text):
        head.roles[position] = "attachment_mark"
    elif order := official.order_issuer(text):
        head.masthead = head.masthead or order
        head.roles[position] = "masthead"
    elif official.is_urgency_mark(text):
        head.roles[position] = "masthead"
    elif official.SOURCE_LINE.search(text) and len(text) <= official.SHORT:
        head.roles[position] = "source"
    elif official.date_line(text):
        head.roles[position] = "date"
    elif role := official.role_of(text):
        head.roles[position] = role


def _keep_rest(head: Head, position: int, text: str) -> None:
    """A line that says more than its number (签发人, the day of an order) stays in the text as well."""
    bare = official.compact(text).translate(NO_BRACKETS)
    label = bare.startswith(("发文字号", "文号", "文件编号"))
    if not label and len(bare) > len(head.number.translate(NO_BRACKETS)) + 2:
        head.used.discard(position)
        head.roles[position] = "masthead"


def _find_title(head: Head, free: list[tuple[int, Line]], source: Source, fallback: str) -> None:
    stated = [(position, line) for position, line in free if line.heading == TITLE_LEVEL]
    fact = source.facts.get("title")
    if stated:
        _take(head, _neighbours(stated), "文档中设为“标题”样式的文字", source)
    elif fact:
        head.title, head.evidence["title"] = fact[0], fact[1]
        _drop_repeated(head, free)
    elif free:
        _guess_title(head, free, source)
    if not head.title:
        _title_of_order(head, source)
    if not head.title:
        _title_from_name(head, source, fallback)


def _neighbours(stated: list[tuple[int, Line]]) -> list[tuple[int, Line]]:
    made = stated[:1]
    for position, line in stated[1:TITLE_LINES]:
        if position == made[-1][0] + 1:
            made.append((position, line))
    return made


def _drop_repeated(head: Head, free: list[tuple[int, Line]]) -> None:
    """The page's stated title is usually set again above the text, often over several lines."""
    wanted = official.compact(head.title)
    for start in range(len(free)):
        for end in range(start + 1, min(start + TITLE_LINES, len(free)) + 1):
            if _joined_compact(free[start:end]) == wanted:
                head.used.update(position for position, _ in free[start:end])
                return


def _joined_compact(lines: Sequence[tuple[int, Line]]) -> str:
    return official.compact("".join(line.text for _, line in lines))


def _guess_title(head: Head, free: list[tuple[int, Line]], source: Source) -> None:
    number_at = min(head.used, default=-1)
    after = [one for one in free if one[0] > number_at]
    lines = [one for one in after or free if not official.is_pointer(one[1].text)]
    if not lines:
        return
    group = _complete_group(lines) or _alike_group(lines)
    if official.ends_as_title(_joined_compact(group)):
        how = (
            "正文之前、以公文文种结尾的文字"
            if len(group) == 1
            else f"正文之前的 {len(group)} 行，合起来以公文文种结尾"
        )
    else:
        how = "正文之前的第一行文字（推测）"
    _take(head, group, how, source)
    first_size = group[0][1].size
    if "推测" in how and not (group[0][1].centred or group[0][1].heading or first_size > 16):
        source.remark(
            group[0][1].where, head.title, "标题没有明确标志，按第一行文字推测", "请核对标题是否完整、准确"
        )


def _complete_group(lines: list[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """The first lines up to the one with which they end as the title of a document."""
    for end in range(1, min(TITLE_LINES, len(lines)) + 1):
        group = lines[:end]
        if official.ends_as_title(_joined_compact(group)):
            return lines[: end + 1] if _is_appendix(lines, end) else group
    return []


def _is_appendix(lines: list[tuple[int, Line]], at: int) -> bool:
    text = official.compact(lines[at][1].text) if at < len(lines) else ""
    return bool(official.VERSION_LINE.fullmatch(text)) or text.startswith("——")


def _alike_group(lines: list[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """The first line, and what follows it centred in the same size."""
    group = lines[:1]
    first = group[0][1]
    for position, line in lines[1:TITLE_LINES]:
        same = first.centred and line.centred and line.size == first.size and line.bold == first.bold
        if not (same or official.compact(line.text).startswith("——")) or position != group[-1][0] + 1:
            break
        group.append((position, line))
    return group


def _take(head: Head, group: list[tuple[int, Line]], how: str, source: Source) -> None:
    head.title = _join_title([official.tidy(line.text) for _, line in group])
    head.used.update(position for position, _ in group)
    head.evidence["title"] = Evidence(" / ".join(line.text for _, line in group), how)
    if len(group) > 1:
        source.remark(
            group[0][1].where, head.title, f"标题分为 {len(group)} 行，已合并为一行", "请核对标题的断句和空格"
        )


def _join_title(parts: list[str]) -> str:
    made = parts[0]
    for part in parts[1:]:
        latin = made[-1:].isascii() and made[-1:].isalnum() and part[:1].isascii() and part[:1].isalnum()
        made += (" " if latin else "") + part
    return made


def _title_of_order(head: Head, source: Source) -> None:
    """An order has no title of its own: it is known by what it puts in force."""
    if not head.masthead or not any(official.order_issuer(source.items[at].text) for at in head.roles):
        return
    for item in source.items[:REACH]:
        name = official.ordered_name(item.text) if isinstance(item, Line) else ""
        if name:
            head.title = name
            head.evidence["title"] = Evidence(shorten(item.text), "命令所公布的文件名称")
            source.remark("标题", name, "命令没有单独的标题，取其公布的文件名称", "请核对标题")
            return


def _title_from_name(head: Head, source: Source, fallback: str) -> None:
    hint = source.facts.get("title_hint")
    if hint:
        head.title, head.evidence["title"] = hint
        why = "正文中没有可辨认的标题，取自文档属性或网页标题"
    elif fallback:
        head.title, head.evidence["title"] = fallback, Evidence(fallback, "取自文件名")
        why = "正文中没有可辨认的标题，暂用文件名"
    else:
        why = "没有找到标题"
    source.remark("标题", head.title, why, "请填写或核对标题")


def _stated_number(head: Head, source: Source) -> None:
    fact = source.facts.get("document_number")
    if not fact:
        return
    stated = official.document_number(fact[0]) or official.compact(fact[0])
    if head.number and official.compact(head.number) != stated:
        source.remark(
            "发文字号", f"{stated} / {head.number}", "网页信息与正文中的发文字号不一致", "请核对发文字号"
        )
    head.number, head.evidence["document_number"] = stated, fact[1]
