"""From rows to pages: what of a round everybody may read, and in which words (5.7). Nothing of a person is ever among it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks.rules import due_zh, end_of, in_working_days
from zhengtong.engine.evidence.queries import exhibits_of
from zhengtong.interaction.models.participation import (
    EntryState,
    LiveEntry,
    Round,
    RoundKind,
    RoundState,
    Speaker,
)
from zhengtong.interaction.models.rounds import PLACES
from zhengtong.interaction.queries import results
from zhengtong.interaction.queries.rounds import public_rounds
from zhengtong.interaction.rules.rounds import why_not_send
from zhengtong.portal.participation import pages
from zhengtong.portal.participation.pages import Form
from zhengtong.portal.pieces import Filter, Link, Pager, Site
from zhengtong.portal.voices.places import VOICES
from zhengtong.regulation import parameter

PER_PAGE = 20
LEADS = {
    RoundKind.SURVEY: "对政府工作和公共服务的问卷调查。无须登录，不收集个人信息，结果在截止后公布。",
    RoundKind.CONSULTATION: "对政策和方案征求意见稿发表意见。截止后公布收到多少、采纳哪些、未采纳的理由。",
    RoundKind.INTERVIEW: "会前征集问题，会中文字直播，会后保留实录。",
}
RUNNING = {RoundState.OPEN, RoundState.LIVE}
RESULT_DAYS = "round.result.days"


def list_page(site: Site, kind: RoundKind, number: int) -> pages.ListPage:
    """Those that run first, then by their first day."""
    rows = list(public_rounds(kind))
    rows.sort(key=lambda one: one.state not in RUNNING)  # a stable sort keeps the newest first within each
    count = max(-(-len(rows) // PER_PAGE), 1)
    number = min(max(number, 1), count)
    shown = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    path = PLACES[kind]
    links = tuple(Link(one.label, PLACES[one], current=one == kind) for one in RoundKind)
    return pages.ListPage(
        site=site, path=path, trail=(VOICES,), title=kind.label, lead=LEADS[kind], kinds=Filter("类别", links),
        entries=tuple(
            pages.Listed(one.title, one.path, one.unit.name, window_of(one), one.state_told, one.state in RUNNING)
            for one in shown
        ),
        pager=Pager(number, count, path, f"{path}?page={{n}}") if count > 1 else None,
    )  # fmt: skip


def window_of(one: Round) -> str:
    if one.kind == RoundKind.INTERVIEW and one.held_at:
        return f"{localtime(one.held_at):%Y-%m-%d %H:%M}"
    return f"{one.opens_on} 至 {one.closes_on}"


@dataclass
class Showing:
    """One page under way: the round, its form or none, whether something was just sent."""

    site: Site
    one: Round
    at: datetime
    form: Form | None = None
    sent: bool = False

    @property
    def closed(self) -> str:
        """Why there is no form; empty while there is one, and when the result is there to be read."""
        one = self.one
        if self.form is not None or one.state == RoundState.FINISHED:
            return ""
        reasons = why_not_send(one.kind, one.state, one.opens_on, one.closes_on, business_date(self.at))
        return "；".join(reason.message for reason in reasons)

    def common(self) -> dict[str, Any]:
        one, kind = self.one, RoundKind(self.one.kind)
        return {
            "site": self.site, "path": one.path, "trail": (VOICES, Link(kind.label, PLACES[kind])), "title": one.title,
            "unit": one.unit.name, "state": one.state_told, "running": one.state in RUNNING, "window": window_of(one),
            "contact": one.contact, "introduction": _lines(one.introduction), "next": self.next(),
            "closed": self.closed, "thanks": self.thanks() if self.sent else None, "form": self.form,
            "conclusion": _lines(one.conclusion) if one.state == RoundState.FINISHED else (),
            "finished_at": one.finished_at, "files": files_of(one),
        }  # fmt: skip

    def next(self) -> str:
        """When the result is due."""
        one = self.one
        if one.kind == RoundKind.INTERVIEW or one.state == RoundState.FINISHED:
            return ""
        over = end_of(one.closes_on)
        days = int(parameter(RESULT_DAYS, on=business_date(over)).number)
        due = in_working_days(max(over, one.closed_at or over), days, parameter=RESULT_DAYS)
        return f"结果在截止后{days}个工作日内公布，不晚于{due_zh(due.at)}。"

    def thanks(self) -> tuple[str, str]:
        received = {
            RoundKind.SURVEY: "您的答卷已收到。", RoundKind.CONSULTATION: "您的意见已收到，将逐条研究。",
            RoundKind.INTERVIEW: "您的问题已收到，经筛选后在访谈中提出。",
        }  # fmt: skip
        return received[RoundKind(self.one.kind)], self.next()


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def files_of(one: Round) -> tuple[pages.File, ...]:
    return tuple(pages.File(exhibit.label, f"{one.path}fj/{exhibit.pk}/") for exhibit in exhibits_of(one))


def survey_page(showing: Showing) -> pages.SurveyPage:
    one, figures = showing.one, ""
    outcomes: tuple[pages.Outcome, ...] = ()
    if one.state == RoundState.FINISHED:
        found = results.tally(one)
        left = f"，另有{found.left_out}份经核定为重复，未计入" if found.left_out else ""
        figures = f"计入答卷{found.counted}份{left}。"
        outcomes = tuple(_outcome(one) for one in results.outcomes(one))
    return pages.SurveyPage(**showing.common() | {"figures": figures}, outcomes=outcomes)


def _outcome(one: results.Outcome) -> pages.Outcome:
    bars = tuple(pages.Bar(bar.label, bar.count, bar.share) for bar in one.bars)
    return pages.Outcome(one.question.order, one.question.text, one.answered, bars, one.mean, one.words)


def consultation_page(showing: Showing) -> pages.ConsultationPage:
    one, figures = showing.one, ""
    answered: tuple[pages.Answered, ...] = ()
    if one.state == RoundState.FINISHED:
        groups = list(results.groups_of(one))
        figures = f"共收到意见{sum(group.size for group in groups)}条，归纳为{len(groups)}类。"
        answered = tuple(
            pages.Answered(group.summary, group.size, group.get_decision_display(), group.reason)
            for group in groups
        )
    return pages.ConsultationPage(
        **showing.common() | {"figures": figures}, paragraphs=tuple(one.paragraphs), short_why=one.short_why,
        answered=answered,
    )  # fmt: skip


def interview_page(showing: Showing) -> pages.InterviewPage:
    one, figures = showing.one, ""
    assert one.held_at is not None  # noqa: S101 (a constraint of the table)
    if one.state == RoundState.FINISHED:
        answers = one.entries.filter(state=EntryState.PUBLIC, speaker=Speaker.GUEST, question__isnull=False)
        answered = answers.values("question").distinct().count()
        figures = f"收到网民提问{one.asked.count()}条，答复{answered}条。"
    return pages.InterviewPage(
        **showing.common() | {"figures": figures}, guests=tuple(one.guest_list), held_at=one.held_at,
        live=one.state == RoundState.LIVE, record=tuple(_spoken(entry) for entry in results.record_of(one)),
    )  # fmt: skip


def _spoken(entry: LiveEntry) -> pages.Spoken:
    label = Speaker(entry.speaker).label
    who = f"{label} {entry.name}" if entry.name else label
    assert entry.reviewed_at is not None  # noqa: S101 (a constraint of the table)
    return pages.Spoken(who, entry.speaker, entry.text, entry.reviewed_at, tuple(entry.was))
