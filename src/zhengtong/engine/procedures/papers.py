"""The papers of a case, made from the case itself: application, approval sheet, report. Nothing on them is typed again."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from zhengtong.engine.procedures import queries
from zhengtong.engine.procedures.declaration import DECISION, RECEIPT, Form, as_text
from zhengtong.engine.procedures.models import Case, StepState
from zhengtong.tools.documents import forms as paper

SHANGHAI = ZoneInfo("Asia/Shanghai")


def build(case: Case, form: Form) -> paper.OfficePaper:
    """The paper of a case in one of the layouts. Raises KeyError for a layout that does not exist."""
    return LAYOUTS[form.kind](case, form)


def day_of(moment: object) -> date | None:
    return moment.astimezone(SHANGHAI).date() if moment is not None else None  # type: ignore[attr-defined]


def _head(case: Case) -> tuple[paper.Pair, ...]:
    pairs = [paper.Pair("申请单位", case.party_name), paper.Pair("经办人", str(case.opened_by or "系统"))]
    answers = [paper.Pair(label, value) for label, value in queries.answers_in_words(case)]
    return (*pairs, *answers)


def application(case: Case, form: Form) -> paper.Form:
    """申请表: what is applied for, what is attached, room for the unit's seal."""
    return paper.Form(
        title=form.label, number=case.number, head=_head(case), dated=day_of(case.opened_at),
        sections=(_attachments(case), *_first_opinion(case)),
        foot=_foot(case),
    )  # fmt: skip


def _first_opinion(case: Case) -> tuple[paper.Section, ...]:
    """The unit's own: whoever decides first."""
    return tuple(_opinion(case, row) for row in _rows(case) if row.step.kind == DECISION)[:1]


def approval(case: Case, form: Form) -> paper.Form:
    """审批表: the application and an opinion box for everybody who decides or acknowledges."""
    boxes = tuple(_opinion(case, row) for row in _rows(case) if row.step.kind in (DECISION, RECEIPT))
    return paper.Form(
        title=form.label, number=case.number, head=_head(case), dated=day_of(case.opened_at),
        sections=(_attachments(case), *boxes), foot=_foot(case),
    )  # fmt: skip


def progress(case: Case, form: Form) -> paper.Form:
    """办理情况表: every step with who, when, which number and which proof, for the file."""
    rows = tuple(
        (
            row.step.label, str(row.row.done_by or "系统" if row.row.state == StepState.DONE else row.who),
            "；".join([*(f"{label}：{value}" for label, value in row.given), *(f"附：{one.filename}" for one in row.exhibits)]),
            str(day_of(row.row.ended_at) or ""),
        )
        for row in _rows(case)
    )  # fmt: skip
    grid = paper.Grid(("环节", "办理人", "内容和材料", "日期"), rows, widths=(0.24, 0.2, 0.4, 0.16))
    return paper.Form(
        title=form.label, number=case.number, head=_head(case)[:2], dated=day_of(case.ended_at or case.opened_at),
        sections=(grid,), foot=_foot(case),
    )  # fmt: skip


def report(case: Case, form: Form) -> paper.Letter:
    """报告 to a superior office, with the case's words in the declared sentences."""
    words = _Words(_words(case))
    texts = tuple(sentence.format_map(words) for sentence in form.text)
    return paper.Letter(
        title=form.label.format_map(words), addressees=form.to, sections=(paper.Paragraphs(texts),), issuer=case.party_name,
        attachments=tuple(paper.Attachment(one.filename) for one in queries.files_of(case, case.text.application.code)),
        dated=day_of(case.opened_at),
    )  # fmt: skip


class _Words(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "＿＿＿＿"


def _words(case: Case) -> dict[str, str]:
    said = {
        field.code: as_text(field, case.asked[field.code], queries.options_of(field, case))
        for field in case.text.asks
        if field.code in case.asked
    }
    for field in case.text.asks:
        if field.kind == "date" and field.code in said:
            said[field.code] = in_a_letter(date.fromisoformat(said[field.code]))
    return said | {"party": case.party_name, "subject": case.subject_name, "number": case.number}


def in_a_letter(day: date) -> str:
    """2026年11月20日: letters write dates in words."""
    return f"{day.year}年{day.month}月{day.day}日"


LAYOUTS: dict[str, Callable[[Case, Form], paper.OfficePaper]] = {
    "application": application, "approval": approval, "progress": progress, "report": report,
}  # fmt: skip


def _rows(case: Case) -> list[queries.Row]:
    return [row for row in queries.checklist(case) if row.row.state != StepState.SKIPPED]


def _attachments(case: Case) -> paper.Section:
    """The files of the application, ticked where they are there."""
    step = case.text.application
    there = {one.label for one in queries.files_of(case, step.code)}
    if not step.files:
        return paper.Attachments(())
    return paper.Checklist(
        "申请材料", tuple(paper.CheckItem(one.label, one.label in there) for one in step.files)
    )


def _opinion(case: Case, row: queries.Row) -> paper.OpinionBox:
    """The box of one who decides: filled where it has been decided, blank to sign where not."""
    done = row.row.state == StepState.DONE
    number = next((value for label, value in row.given if "号" in label), "")
    said = row.row.opinion or row.row.outcome_label if done else ""
    # What an office outside has decided it has signed on its own paper; here stands only its number.
    hand = row.row if done and not row.step.outside else None
    return paper.OpinionBox(
        label=f"{(row.step.outside or row.step.label).removesuffix('同意')}意见", opinion=said, office=row.step.outside,
        name=str(hand.done_by or "") if hand else "", capacity=hand.acting_as if hand else "", number=number,
        day=day_of(row.row.ended_at) if done else None,
    )  # fmt: skip


def _foot(case: Case) -> tuple[paper.Note, ...]:
    rests_on = f"办法 {case.text.clause}" if case.text.clause else ""
    return (paper.Note("本表由系统按办件内容生成，办理经过以系统留痕为准。", rests_on),)
