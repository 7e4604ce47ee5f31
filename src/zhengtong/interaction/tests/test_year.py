"""A year of simulated time: Spring Festival, make-up days, and a holiday that is announced when its days have begun (5.7).

What the platform says of each limit is held against a count of our own, day by day, from the plain lists of days.
"""

import json
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from zhengtong.engine.clocks.actions import recompute, tick
from zhengtong.engine.clocks.models import Clock, ClockEvent, ClockState
from zhengtong.engine.clocks.queries import clocks_of
from zhengtong.engine.notify.models import Message
from zhengtong.interaction import actions
from zhengtong.interaction.models import CitizenMessage, MessageKind, MessageState, Source
from zhengtong.interaction.rules import Said
from zhengtong.tools.workdays import BUNDLED_FOLDER

BEGIN, END = date(2026, 2, 2), date(2027, 2, 28)
ANNOUNCED = date(2027, 2, 4)  # two days before the festival
FESTIVAL = [date(2027, 2, 5) + timedelta(days=n) for n in range(8)]
MAKE_UP = [date(2027, 2, 14), date(2027, 2, 20)]
FIXED = ["2027-01-01", "2027-05-01", "2027-05-02", "2027-10-01", "2027-10-02", "2027-10-03"]
DAYS = {"correction": 2, "enquiry": 5, "suggestion": 7, "complaint": 7, "request": 5}
KINDS = list(DAYS)
# Days on which somebody writes: before, within and after each stretch of days off, on make-up days, and in between.
WRITTEN = [
    date(2026, 2, 12), date(2026, 2, 14), date(2026, 2, 17), date(2026, 2, 23), date(2026, 2, 28), date(2026, 4, 3),
    date(2026, 4, 5), date(2026, 4, 30), date(2026, 5, 3), date(2026, 5, 9), date(2026, 6, 18), date(2026, 7, 15),
    date(2026, 9, 19), date(2026, 9, 20), date(2026, 9, 24), date(2026, 9, 30), date(2026, 10, 4), date(2026, 10, 10),
    date(2026, 12, 29), date(2026, 12, 31), date(2027, 1, 3), date(2027, 2, 2), date(2027, 2, 3), date(2027, 2, 4),
    date(2027, 2, 6),
]  # fmt: skip


def noon(day: date) -> datetime:
    return datetime.combine(day, time(4), UTC)


def days_of_lists() -> tuple[set[date], set[date]]:
    """Days off and make-up days as the lists have them, the late notice included."""
    off, worked = set(FESTIVAL) | {date.fromisoformat(day) for day in FIXED}, set(MAKE_UP)
    for year in (2025, 2026):
        for one in json.loads((BUNDLED_FOLDER / f"{year}.json").read_text())["days"]:
            (off if one["isOffDay"] else worked).add(date.fromisoformat(one["date"]))
    return off, worked


OFF, WORKED = days_of_lists()


def is_working(day: date) -> bool:
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def counted(start: date, days: int) -> date:
    """The last day of a limit, counted on the fingers."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working(day)
    return day


@pytest.fixture
def calendars(settings: Any, tmp_path: Any) -> Any:
    settings.CALENDARS_FOLDER = tmp_path / "calendars"
    settings.CALENDARS_FOLDER.mkdir()
    return settings.CALENDARS_FOLDER


def announce(folder: Any) -> None:
    days = [{"name": "法定", "date": day, "isOffDay": True} for day in FIXED]
    days += [{"name": "春节", "date": day.isoformat(), "isOffDay": True} for day in FESTIVAL]
    days += [{"name": "春节", "date": day.isoformat(), "isOffDay": False} for day in MAKE_UP]
    notice = {"year": 2027, "papers": ["演示通知"], "days": days}
    (folder / "2027.json").write_text(json.dumps(notice, ensure_ascii=False))


class Office:
    """Forwards on working days; answers every third message on its last day, every third a working day late, others never."""

    def __init__(self, cast: SimpleNamespace) -> None:
        self.cast = cast
        self.planned: dict[date, list[CitizenMessage]] = {}

    def receive(self, number: int, day: date) -> CitizenMessage:
        kind = KINDS[number % len(KINDS)]
        said = Said(kind=kind, title=f"{day}的来信", body="演示来信内容，请予答复。", page="/x.html" if kind == "correction" else "",
                    correction_kind="other" if kind == "correction" else "")  # fmt: skip
        message = actions.register(said, source=Source.WEB, received_at=noon(day), at=noon(day))
        due = counted(day, DAYS[kind])
        if number % 3 != 2:
            late = number % 3 == 1
            self.planned.setdefault(counted(due, 1) if late else due, []).append(message)
        return message

    def work(self, day: date) -> None:
        at = noon(day) + timedelta(hours=2)
        if not is_working(day):
            return
        for message in CitizenMessage.objects.filter(state=MessageState.RECEIVED):
            actions.forward(message, self.cast.units["jw"], by=self.cast.clerk, at=at)
        for message in self.planned.pop(day, []):
            message.refresh_from_db()
            actions.draft_answer(message, text=f"{message.title}：已处理。", by=self.cast.manager, at=at)
            actions.submit_answer(message, by=self.cast.manager, at=at)
            actions.send_answer(message, by=self.cast.deputy, at=at)


def test_year__every_limit_is_what_counting_on_the_fingers_says(cast, calendars):
    office, written, number, day = Office(cast), [], 0, BEGIN
    while day <= END:
        if day == ANNOUNCED:
            foreseen = Clock.objects.filter(state=ClockState.RUNNING, kind="message.answer", provisional=True)
            assert foreseen.exists()  # nobody knew the festival's days yet, and the platform said so
            announce(calendars)
            assert recompute(noon(day)) > 0
            assert Message.objects.filter(subject__startswith="留言办理答复期限已调整").exists()
        if day in WRITTEN:
            written.append(office.receive(number, day))
            number += 1
        office.work(day)
        tick(noon(day) + timedelta(hours=10))
        day += timedelta(days=1)

    end = noon(END) + timedelta(hours=10)
    assert len(written) == len(WRITTEN)
    for place, message in enumerate(written):
        received = WRITTEN[place]
        clock = clocks_of(message).get(kind="message.answer")
        due = counted(received, DAYS[message.kind])
        assert clock.due_date == due, (received, clock.lines)
        assert not (clock.state == ClockState.RUNNING and clock.provisional)
        assert clock.was_late == (place % 3 == 1 or (place % 3 == 2 and due < END)), received
        assert clock.state == (ClockState.RUNNING if place % 3 == 2 else ClockState.MET)
    for kind in MessageKind.values:
        assert any(message.kind == kind for message in written)
    late = [
        clock
        for clock in Clock.objects.filter(kind="message.answer", state=ClockState.RUNNING)
        if clock.due_at < end
    ]
    told = [
        e.data["audience"] for clock in late for e in ClockEvent.objects.filter(clock=clock, kind="escalated")
    ]
    assert all(
        ClockEvent.objects.filter(clock=clock, kind="warned").exists() for clock in late
    )  # before, not only after
    assert told.count("post:jw/deputy") == told.count("post:jw/principal") == len(late)
    assert told.index("post:jw/deputy") < told.index("post:jw/principal")


def test_month_over__its_figures_are_published_once_and_frozen(cast, letter, at):
    first = letter(received_at=datetime(2026, 9, 10, 4, tzinfo=UTC))
    letter(received_at=datetime(2026, 9, 30, 16, 30, tzinfo=UTC))  # already October in Beibei
    assert actions.count_months(datetime(2026, 10, 1, 1, tzinfo=UTC)) == [date(2026, 9, 1)]
    assert actions.count_months(datetime(2026, 10, 2, 1, tzinfo=UTC)) == []
    from zhengtong.interaction.models import MonthlyFigures

    figures = MonthlyFigures.objects.get().figures
    assert figures["all"]["received"] == 1
    assert figures["kinds"] == {first.get_kind_display(): figures["all"]}
    assert actions.count_months(at) == [date(2026, 10, 1)]
