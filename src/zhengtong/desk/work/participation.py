"""Surveys, consultations and interviews on a desk: to approve, to bring to a published result, live today (5.7, 5.3)."""

from collections.abc import Iterable

from django.utils.timezone import localtime

from zhengtong.desk.lines import Asking, Line, Place, provides
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks.models import Clock, ClockState
from zhengtong.engine.ledger.actions import subject_key
from zhengtong.interaction.access import ANSWER_REVIEWERS, HANDS
from zhengtong.interaction.models.participation import Round, RoundKind, RoundState
from zhengtong.interaction.participation.access import units_to_draft_for
from zhengtong.interaction.participation.clocks import RESULT, page_of
from zhengtong.interaction.queries import rounds as queries


@provides(Place.TODO)
def to_approve(asking: Asking) -> Iterable[Line]:
    """Rounds that wait for a reviewer, and results that are written and wait for one."""
    units = asking.units(ANSWER_REVIEWERS)
    if not units:
        return
    for one in queries.to_approve(units, asking.person):
        yield Line(
            kind=RoundKind(one.kind).label, what=one.title, whom=str(one.unit), url=page_of(one), act="审核",
            act_url=page_of(one), since=one.submitted_at, note="待审核", clause="5.3",
        )  # fmt: skip
    results = list(queries.to_let_out(units, asking.person))
    clocks = _clocks(results)
    for one in results:
        yield Line(
            kind=RoundKind(one.kind).label, what=one.title, whom=str(one.unit), url=page_of(one), act="审核公布",
            act_url=page_of(one, "publish"), clock=clocks.get(one.pk), since=one.concluded_at, note="结果待审核公布",
            clause="5.7",
        )  # fmt: skip


@provides(Place.TODO)
def to_conclude(asking: Asking) -> Iterable[Line]:
    """Surveys and consultations that are over, and whose result is not written."""
    units = units_to_draft_for(asking.person, asking.at)
    if not units:
        return
    found = list(queries.to_conclude(units))
    clocks = _clocks(found)
    for one in found:
        yield Line(
            kind=RoundKind(one.kind).label, what=one.title, whom=str(one.unit), url=page_of(one), act="拟定结果",
            act_url=page_of(one), clock=clocks.get(one.pk), since=one.closed_at, note="已截止，结果待公布", clause="5.7",
        )  # fmt: skip


@provides(Place.TODO)
def live_today(asking: Asking) -> Iterable[Line]:
    """Interviews of the day, for everybody who has a hand in them."""
    units = asking.units(HANDS)
    if not units:
        return
    for one in queries.interviews_on(business_date(asking.at), units):
        live = one.state == RoundState.LIVE
        yield Line(
            kind="在线访谈", what=one.title, whom=str(one.unit), url=page_of(one), act="进入实录" if live else "查看",
            act_url=page_of(one, "live") if live else page_of(one), since=one.held_at,
            note="正在访谈" if live else f"今日{localtime(one.held_at):%H:%M}举行", clause="5.7",
        )  # fmt: skip


def _clocks(found: list[Round]) -> dict[int, Clock]:
    """The running result clock of each, in one query."""
    if not found:
        return {}
    kind, _ = subject_key(found[0])
    keys = [str(one.pk) for one in found]
    running = Clock.objects.filter(
        kind=RESULT.code, state=ClockState.RUNNING, subject_type=kind, subject_id__in=keys
    )
    return {int(clock.subject_id): clock for clock in running}
