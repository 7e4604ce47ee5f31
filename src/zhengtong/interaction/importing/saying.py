"""What one line says of a message, in the words of clause 5.7; what it leaves out is what the clerk chose for the list."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.importing import words
from zhengtong.interaction.importing.moments import Moment, moment_of, of_day
from zhengtong.interaction.importing.reading import BOUNDS, LINE, ListLine
from zhengtong.interaction.models.kinds import CorrectionKind, MessageKind, Source
from zhengtong.interaction.rules import Said, cleaned, titled
from zhengtong.interaction.rules.reception import EMAIL, NAME, PAGE, PHONE, TITLE, WORDS

CLAUSE = "5.7"
NUMBER = 80
MOST_DAYS = 3660
DATES = ("received", "forwarded", "answered")
Reasons = list[Refusal]


@dataclass(frozen=True)
class Options:
    """What the clerk chose for what the list does not say.

    `kind` of lines without one; `unit`: the key of the unit for lines that name none, or one nobody knows; `undated`: the day
    (ISO) on which lines without a day of receipt count as received; `prefix` before every number (old systems each count from 1);
    `backwards`: limits that came into force after a message are applied to it as well.
    """

    kind: str = ""
    unit: str = ""
    undated: str = ""
    prefix: str = ""
    backwards: bool = False


@dataclass
class Told:
    """The message of one line, its moments, and what a person must know of how it was read."""

    said: Said
    number: str = ""
    received: Moment | None = None
    undated: bool = False
    forwarded: Moment | None = None
    answered: Moment | None = None
    answer: str = ""
    unit: str = ""
    limit: str = ""
    refusals: Reasons = field(default_factory=list)
    doubts: Reasons = field(default_factory=list)


def told_by(line: ListLine, source: str, options: Options) -> Told:
    """What the line says, with every reason why something in it cannot be read."""
    texts = {
        name: cleaned(cell, lines=name in ("body", "answer", "words")) for name, cell in line.said.items()
    }
    told = Told(Said(kind=""), refusals=list(_faults(line)))
    if told.refusals and not line.said:
        return told
    _say(told, texts, source, options)
    _dates(told, texts, options)
    _beside(told, texts, source, options)
    told.refusals += _too_long(told, line)
    return told


def _faults(line: ListLine) -> Iterable[Refusal]:
    for name, why in line.faults.items():
        label = "" if name == LINE else f"{words.FIELDS[name]}："
        yield Refusal(f"cell_{name}", f"{label}{why}。", CLAUSE)


def _say(told: Told, texts: Mapping[str, str], source: str, options: Options) -> None:
    kind = _kind(told, texts, source, options)
    said = Said(
        kind=kind, title=texts.get("title", ""), body=texts.get("body", ""), sender_name=texts.get("sender_name", ""),
        sender_phone=texts.get("sender_phone", ""), sender_email=texts.get("sender_email", ""),
    )  # fmt: skip
    if kind == MessageKind.CORRECTION:
        said = _correction(told, texts, said)
    elif any(texts.get(name) for name in ("page", "fault", "words")):
        _doubt(told, "not_a_correction", "出错网址、问题类型、有误文字只用于纠错，未导入。")
    if not (said.title or said.body or said.words):
        _refuse(told, "message_empty", "标题和内容都是空的，请补填内容。")
    elif kind in MessageKind.values:
        said = _titled(told, replace(said, body=said.body or said.title or said.words))
    told.said = said


def _kind(told: Told, texts: Mapping[str, str], source: str, options: Options) -> str:
    if source == Source.NATIONAL:
        return MessageKind.CORRECTION
    written = texts.get("kind", "")
    kind = words.meaning("kinds", written) if written else options.kind
    if written and not kind:
        kind = options.kind
        said = f"类别“{written[:20]}”无法识别"
        if kind:
            _doubt(told, "kind_unknown", f"{said}，按所选默认类别“{MessageKind(kind).label}”登记。")
        else:
            labels = "、".join(one.label for one in MessageKind)
            _refuse(told, "kind_unknown", f"{said}，请改为{labels}之一，或在导入时选择默认类别。")
    elif not kind:
        _refuse(told, "kind_missing", "没有写明类别，请补填，或在导入时选择默认类别。")
    return kind


def _correction(told: Told, texts: Mapping[str, str], said: Said) -> Said:
    written = texts.get("fault", "")
    fault = words.meaning("faults", written)
    if not fault:
        fault = CorrectionKind.OTHER
        how = f"问题类型“{written[:20]}”无法识别" if written else "没有写明问题类型"
        _doubt(told, "fault_unknown", f"{how}，按“其他”登记。")
    if not texts.get("page"):
        _refuse(told, "page_missing", "没有写明出错网址，请补填。")
    picture = texts.get("picture", "")
    if picture:
        _doubt(told, "picture", "截图不下载，其地址附在内容之后。")
    body = "\n".join(one for one in (said.body, f"截图：{picture}" if picture else "") if one)
    return replace(
        said, body=body, correction_kind=fault, page=texts.get("page", ""), page_title=texts.get("site", ""),
        words=texts.get("words", ""),
    )  # fmt: skip


def _titled(told: Told, said: Said) -> Said:
    """A title that is too long stands whole before the text, and shortened as the title."""
    title = titled(said)
    if len(title) <= TITLE:
        return replace(said, title=title)
    _doubt(told, "title_long", f"标题超过{TITLE}个字，全文移到内容之前。")
    return replace(said, title=f"{title[: TITLE - 1]}…", body=f"{title}\n{said.body}")


def _dates(told: Told, texts: Mapping[str, str], options: Options) -> None:
    found: dict[str, Moment | None] = {}
    for name in DATES:
        found[name], why = moment_of(texts.get(name, ""))
        if why:
            _refuse(told, f"{name}_unreadable", f"{words.FIELDS[name]}：{why}。")
    told.received, told.forwarded, told.answered = (found[name] for name in DATES)
    if told.received is None and not texts.get("received"):
        if options.undated:
            told.received, told.undated = of_day(date.fromisoformat(options.undated)), True
            _doubt(told, "undated", f"日期不详（按导入说明），按{options.undated}收到登记。")
        else:
            _refuse(
                told, "received_missing", "没有写明收到时间，请补填，或在导入时指定没有日期的按哪一日登记。"
            )
    if told.answered is None and texts.get("days"):
        _answered_after(told, texts["days"])


def _answered_after(told: Told, days: str) -> None:
    """Some lists say after how many days a message was answered, not when."""
    if not re.fullmatch(r"\d{1,4}(\.0)?", days) or float(days) > MOST_DAYS:
        _refuse(told, "days_unreadable", f"答复用时（天）“{days[:20]}”不是天数，请改为整数，或改填答复时间。")
    elif told.received is not None:
        told.answered = of_day(date.fromordinal(told.received.day.toordinal() + int(float(days))))


def _beside(told: Told, texts: Mapping[str, str], source: str, options: Options) -> None:
    number = texts.get("number", "")
    told.number = f"{options.prefix}{number}" if number else ""
    told.unit, told.answer, told.limit = (texts.get(name, "") for name in ("unit", "answer", "limit"))
    if source == Source.NATIONAL and (told.answer or told.answered):
        told.answer, told.answered = "", None
        _doubt(told, "answer_ignored", "清单所载答复未导入；纠错由承办单位处理、答复后导出回执。")
    if (
        told.answer
        and told.answered is None
        and not any("answered" in one.code or "days" in one.code for one in told.refusals)
    ):
        _refuse(told, "answered_missing", "有答复内容而没有答复时间，请补填答复时间。")
    if told.answered is not None and not told.answer:
        _refuse(
            told, "answer_missing", "有答复时间而没有答复内容，请补填答复内容；尚未答复的，请删去答复时间。"
        )


def _too_long(told: Told, line: ListLine) -> Iterable[Refusal]:
    said = told.said
    limits = (
        ("number", told.number, NUMBER), ("page", said.page, PAGE), ("words", said.words, WORDS),
        ("sender_name", said.sender_name, NAME), ("sender_phone", said.sender_phone, PHONE),
        ("sender_email", said.sender_email, EMAIL), ("site", said.page_title, 300),
        ("body", line.said.get("body", ""), BOUNDS.cell), ("answer", line.said.get("answer", ""), BOUNDS.cell),
    )  # fmt: skip
    for name, text, most in limits:
        if len(text) > most:
            yield Refusal(f"{name}_too_long", f"{words.FIELDS[name]}超过{most}个字，请删减。", CLAUSE)


def _refuse(told: Told, code: str, message: str) -> None:
    told.refusals.append(Refusal(code, message, CLAUSE))


def _doubt(told: Told, code: str, message: str) -> None:
    told.doubts.append(Refusal(code, message, CLAUSE))
