"""The review sheet (审校单) of a submission: one value, shown as a page and written as an office document (5.2, 5.3)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from zhengtong.duties.models import ResponsibleColumn
from zhengtong.duties.queries import responsible
from zhengtong.publishing import rules
from zhengtong.publishing.comparing import lines_of
from zhengtong.publishing.kinds import STAGES, Act, Gate, Stage
from zhengtong.publishing.models import Signature, Submission
from zhengtong.tools.documents.writer import OfficeDocument

SHANGHAI = ZoneInfo("Asia/Shanghai")
WORD = {"pass": "通过", "note": "需注意", "": "—"}


@dataclass(frozen=True)
class SheetRow:
    """One act of one stage; empty where it has not been signed."""

    stage: str
    act: str
    person: str = ""
    acting_as: str = ""
    at: str = ""
    gates: str = ""
    opinion: str = ""
    relaxed: bool = False


@dataclass(frozen=True)
class Sheet:
    head: list[tuple[str, str]]
    rows: list[SheetRow]
    marks: list[str]
    content_hash: str


def moment(at: datetime | None) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if at else ""


def sheet_of(submission: Submission) -> Sheet:
    signed = {(one.stage, one.act): one for one in submission.signatures.select_related("person", "seat")}
    rows = [_row(stage, act, signed.get((stage.value, act.value))) for stage in STAGES for act in rules.ACTS]
    return Sheet(_head(submission), rows, list(_marks(submission)), submission.content_hash)


def _head(submission: Submission) -> list[tuple[str, str]]:
    article, content = submission.article, submission.content
    leaders = responsible(article.unit, submission.submitted_at)
    return [
        ("标题", content["title"]),
        ("责任单位", article.unit.name),
        ("栏目", _column_name(content["column"])),
        ("信息来源", ("转载：" if content["is_repost"] else "") + content["content_source"]),
        (
            "拟稿、改稿人",
            "、".join(dict.fromkeys(str(hand.person) for hand in article.hands.select_related("person"))),
        ),
        (
            "送审人、时间",
            f"{submission.submitted_by}　{moment(submission.submitted_at)}（第{submission.number}次送审）",
        ),
        ("第一责任人", str(leaders.principal or "")),
        ("直接责任人", "、".join(str(person) for person in leaders.deputies)),
        (
            "办理结果",
            f"{submission.get_state_display()}　{moment(submission.ended_at)}　{submission.ended_why}".strip(),
        ),
    ]


def _column_name(code: str) -> str:
    """The text keeps the column's code, which never changes; people read its name."""
    column = ResponsibleColumn.objects.filter(code=code).first()
    return str(column or code)


def _row(stage: Stage, act: Act, signature: Signature | None) -> SheetRow:
    number = {1: "一", 2: "二", 3: "三"}[stage.value]
    name = f"{number}{'审' if act == Act.REVIEW else '校'}"
    if signature is None:
        return SheetRow(stage.label, name)
    return SheetRow(
        stage.label, name, str(signature.person), signature.acting_as, moment(signature.at),
        gates_told(signature.gates), signature.opinion, signature.seat.relaxation_id is not None,
    )  # fmt: skip


def gates_told(gates: dict[str, str]) -> str:
    """The six gates in words; each by name unless all passed."""
    if gates and all(gates.get(gate.value) == "pass" for gate in Gate):
        return "六关均通过"
    return "；".join(f"{gate.label}{WORD[gates.get(gate.value, '')]}" for gate in Gate if gates)


def _marks(submission: Submission) -> list[str]:
    relaxed = submission.seats.filter(relaxation__isnull=False).select_related("relaxation", "person")
    return [
        f"本件由{seat.person}承担两个审级，依据区政府办公室批准的放宽（理由：{seat.relaxation.reason}）。"
        for seat in relaxed
    ]


def as_docx(submission: Submission) -> bytes:
    """The sheet as .docx, the same bytes for the same submission."""
    made = sheet_of(submission)
    document = OfficeDocument("信息发布审校单")
    document.key_values(made.head)
    document.heading("三审三校")
    document.grid(
        ["环节", "签署人（身份）", "时间", "六关意见", "意见"],
        [
            [row.act, f"{row.person}\n{row.acting_as}" if row.person else "", row.at, row.gates, row.opinion]
            for row in made.rows
        ],
    )
    for mark in made.marks:
        document.note(mark)
    document.note(f"本单与所审文本绑定，文本摘要：{made.content_hash}")
    document.heading("送审文本")
    for line in lines_of(submission.content):
        document.paragraph(line)
    return document.to_bytes()
