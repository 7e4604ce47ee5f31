"""互动办理情况: units down, what they owe and how well they answer across; each number leads to the list behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from zhengtong.duties.models import Unit
from zhengtong.duties.queries import sees_district
from zhengtong.engine.console.views import ConsoleView
from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.models import MessageState
from zhengtong.interaction.queries import board
from zhengtong.interaction.queries.board import LATELY, SOON, Counts


@dataclass(frozen=True)
class Cell:
    """A number, the list behind it, and a tone where it is bad news."""

    number: Any
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Heading:
    label: str
    hint: str


HEADINGS = (
    Heading("在办", "待转办和办理中的留言"),
    Heading("将到期", f"{SOON.days}天以内到期"),
    Heading("已逾期", "转办或者答复已过期限、尚未办结"),
    Heading("答复", f"近{LATELY.days}日答复的件数"),
    Heading("平均天数", f"近{LATELY.days}日答复的留言，自收到至答复的平均自然日"),
    Heading("满意率", f"近{LATELY.days}日评价中满意和基本满意所占比例"),
    Heading("不满意", f"近{LATELY.days}日评价不满意的件数"),
    Heading("退回转办", f"近{LATELY.days}日以不属本单位职责退回的件数"),
    Heading("重新办理", f"近{LATELY.days}日收到、网民申请重新办理的件数"),
    Heading("答复雷同", f"近{LATELY.days}日答复与以往答复高度相似的件数"),
)


def may_see(person: Any, subject: Any, at: Any) -> list[Refusal]:
    if sees_district(person, at):
        return []
    return [
        Refusal("board.district", "互动办理情况由区政府办公室和主管单位查看，您现不担任相关岗位。", "2.1")
    ]


def _list(unit: Unit | None, **asked: Any) -> str:
    return f"{reverse('interaction_messages:index')}?{urlencode(({'unit': unit.pk} if unit else {}) | asked)}"


def _about(unit: Unit | None, code: str) -> str:
    """Of what the unit did, which may be somebody else's message by now."""
    asked = {"about": code} | ({"of": unit.pk} if unit else {})
    return f"{reverse('interaction_messages:index')}?{urlencode(asked)}"


def cells(counts: Counts, unit: Unit | None, standing: str) -> Iterator[Cell]:
    yield Cell(counts.open, _list(unit, standing=standing))
    yield Cell(counts.soon, _list(unit, standing=standing, due="soon"), "warn")
    yield Cell(counts.late, _list(unit, standing=standing, due="late"), "bad")
    yield Cell(counts.answered, _about(unit, "answered"))
    yield Cell(
        "—" if counts.average is None else counts.average, _about(unit, "answered") if counts.answered else ""
    )
    yield Cell(
        "—" if counts.satisfaction is None else f"{counts.satisfaction}%",
        _about(unit, "rated") if counts.rated else "",
    )
    yield Cell(counts.poor, _about(unit, "poor"), "bad")
    yield Cell(counts.returned, _about(unit, "returned"))
    yield Cell(counts.reopened, _about(unit, "reopened"), "warn")
    yield Cell(counts.copied, _about(unit, "copied"), "warn")


class Board(ConsoleView):
    title = "互动办理情况"
    template_name = "interaction/board.html"
    access = may_see

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = board.rows(self.at)
        given = {
            "headings": HEADINGS,
            "rows": [(unit, list(cells(counts, unit, _standing(unit)))) for unit, counts in found],
            "total": list(cells(board.total(found), None, "open")),
        }
        return super().get_context_data(**(given | kwargs))


def _standing(unit: Unit | None) -> str:
    return "open" if unit else MessageState.RECEIVED
