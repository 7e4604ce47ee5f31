"""All 3,240 real letters come in by import with their dates; their overdue list against a computation of its own (issue 4).

The second computation shares nothing with the product: it reads the holiday lists as they lie in the shared data, and counts day by
day. Run with -s to see the figures: docs/measurements/letters.md.
"""

import json
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.queries import late
from zhengtong.engine.jobs.actions import work_off
from zhengtong.engine.notify.models import Message
from zhengtong.interaction import actions
from zhengtong.interaction.importing.saying import Options
from zhengtong.interaction.models import Answer, CitizenMessage, LineVerdict, MessageImport, Source
from zhengtong.interaction.queries.overdue import late_clocks, overdue
from zhengtong.interaction.tests.lists import shared

BEIJING = timezone(timedelta(hours=8))
UNDATED = date(2018, 7, 2)  # stated for the 69 lines of the Fuzhou list that name no day
# File, the kind of lines that name none, whether lines without a unit go to the default one.
FILES = (
    ("beijing_with_reply", "suggestion", True),
    ("fuzhou_12345_rivers", "complaint", True),
    ("hot_topics_unanswered", "complaint", False),
    ("hunan_style_with_reply", "suggestion", True),
    ("labelled_seven_categories", "enquiry", False),
)
# What the law gives, and since when (regulation/packs): the second computation has it from the texts, not from the product.
DAYS = {"suggestion": 7, "complaint": 7, "enquiry": 5, "request": 5}
SINCE = {
    "suggestion": date(2014, 11, 17), "complaint": date(2023, 1, 9), "enquiry": date(2022, 4, 1), "request": date(2023, 1, 9),
}  # fmt: skip
KINDS = {"建议": "suggestion", "投诉": "complaint", "举报": "complaint", "咨询": "enquiry", "求助": "request"}


def rows_of(name):
    return [json.loads(line) for line in shared("letters", f"{name}.jsonl").read_text("utf-8").splitlines()]


# The second computation


def named_days():
    """Off days and make-up days as the State Council named them: day → whether it is off."""
    named = {}
    for path in sorted(shared("lists", "holidays").glob("*.json")):
        for one in json.loads(path.read_text("utf-8"))["days"]:
            named[date.fromisoformat(one["date"])] = one["isOffDay"]
    return named


def is_worked(day, named):
    return not named[day] if day in named else day.weekday() < 5


def last_day_of(received, days, named):
    day = received
    while days:
        day += timedelta(days=1)
        days -= is_worked(day, named)
    return day


def days_after(last, until, named):
    day, count = last, 0
    while day < until:
        day += timedelta(days=1)
        count += is_worked(day, named)
    return count


def day_of(text):
    return date.fromisoformat(text[:10])


def expected(today, *, backwards):
    """Source number → (working days late, still open), for every letter that is or was late on this day."""
    named, found, judged = named_days(), {}, 0
    for name, default, _ in FILES:
        for row in rows_of(name):
            kind = KINDS[row["kind"]] if row.get("kind") else default
            received = day_of(row["submitted_at"]) if row["submitted_at"] else UNDATED
            if not backwards and received < SINCE[kind]:
                continue
            answered = day_of(row["replied_at"]) if row.get("replied_at") else None
            if "days_to_last_reply" in row:
                answered = received + timedelta(days=row["days_to_last_reply"])
            judged += 1
            last = last_day_of(received, DAYS[kind], named)
            if (answered or today) > last:
                found[row["id"]] = (days_after(last, answered or today, named), answered is None)
    return found, judged


# The way in


def bring_in(cast, at, *, backwards):
    """Every list as a clerk brings it in: read, confirmed, entered by the worker."""
    took = {}
    for name, kind, has_unit in FILES:
        options = Options(
            kind=kind, unit=str(cast.units["jw"].pk) if has_unit else "", undated=UNDATED.isoformat(), backwards=backwards
        )  # fmt: skip
        data = shared("letters", f"{name}.jsonl").read_bytes()
        began = time.process_time()
        batch = actions.read_list(data, f"{name}.jsonl", Source.ARCHIVE, options, by=cast.clerk, at=at)
        read = time.process_time() - began
        actions.confirm_list(batch, by=cast.clerk, at=at)
        work_off(at)
        took[name] = (batch.count, read, time.process_time() - began - read)
    return took


def told_of(found):
    return {one.message.source_number: (one.days, one.is_open) for one in found}


def moment_of(row):
    text = row["submitted_at"] or UNDATED.isoformat()
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING).astimezone(UTC)


@pytest.mark.slow
@pytest.mark.django_db
def test_all_letters__come_in_with_their_dates_and_their_overdue_list_is_right(cast, at):
    shared("letters")
    took = bring_in(cast, at, backwards=True)
    lines = Counter(
        line for batch in MessageImport.objects.all() for line in batch.lines.values_list("result", flat=True)
    )
    # One letter stands twice in the labelled list, word for word under one number: it is one letter.
    assert lines == {LineVerdict.NEW: 3239, LineVerdict.KNOWN: 1}
    entered = dict(CitizenMessage.objects.values_list("source_number", "received_at"))
    rows = {row["id"]: row for name, _, _ in FILES for row in rows_of(name)}
    assert entered == {key: moment_of(row) for key, row in rows.items()}
    assert CitizenMessage.objects.filter(received_note="日期不详（按导入说明）").count() == 69
    assert Answer.objects.count() == 2000
    assert all(answer.is_past for answer in Answer.objects.all())

    found = overdue(at)
    wanted, judged = expected(at.astimezone(BEIJING).date(), backwards=True)
    assert told_of(found) == wanted
    assert judged == 3240
    unanswered = [one for one in found if one.is_open]
    # The same of the open ones on a day on which not all were late yet.
    then = datetime(2020, 1, 10, 4, tzinfo=UTC)
    open_then = {
        one for one, (_, is_open) in expected(date(2020, 1, 10), backwards=True)[0].items() if is_open
    }
    told_then = late_clocks(then).filter(state="running").values_list("subject_id", flat=True)
    numbers = dict(CitizenMessage.objects.values_list("pk", "source_number"))
    assert {numbers[int(key)] for key in told_then} == open_then
    assert len(open_then) < len(unanswered)

    # Nobody is told of what is long past: neither now, nor by the clocks of the days to come.
    assert {message.person for message in Message.objects.all()} == {cast.clerk}
    assert Message.objects.count() == len(FILES)
    work_off(at + timedelta(days=1))
    from zhengtong.engine.clocks.actions import tick

    assert tick(at + timedelta(days=1)) == 0
    assert Message.objects.count() == len(FILES)
    assert late(at).filter(next_at__isnull=False).count() == 0

    answered_late = len(found) - len(unanswered)
    print()
    for name, (count, read, entering) in took.items():
        print(f"{name}: {count} lines read in {read:.1f} s, entered in {entering:.1f} s of processor time")
    print(
        f"received {len(entered)}, answered {Answer.objects.count()}, open {len(entered) - Answer.objects.count()}"
    )
    print(f"late {len(found)}: answered late {answered_late}, open and late {len(unanswered)}")
    print(
        f"clocks {Clock.objects.count()}, in all {sum(read + entering for _, read, entering in took.values()):.0f} s of processor time"
    )
    assert sum(read + entering for _, read, entering in took.values()) < 120


@pytest.mark.slow
@pytest.mark.django_db
def test_letters_of_days_without_a_limit__are_not_judged(cast, at):
    """By the limits that were in force on the day of receipt alone: 意见建议 since 17 November 2014."""
    name = "hunan_style_with_reply"
    data = shared("letters", f"{name}.jsonl").read_bytes()
    options = Options(kind="suggestion", unit=str(cast.units["jw"].pk))
    batch = actions.read_list(data, f"{name}.jsonl", Source.ARCHIVE, options, by=cast.clerk, at=at)
    actions.confirm_list(batch, by=cast.clerk, at=at)
    work_off(at)
    wanted, _ = expected(at.astimezone(BEIJING).date(), backwards=False)
    mine = {row["id"] for row in rows_of(name)}
    found = told_of(overdue(at))
    assert found == {key: value for key, value in wanted.items() if key in mine}
    early = [row for row in rows_of(name) if day_of(row["submitted_at"]) < SINCE["suggestion"]]
    told = [line for line in batch.lines.all() if "no_limit" in {one["code"] for one in line.told["doubts"]}]
    assert len(early) == len(told) > 0
    print(f"\n{name}: by the limits of their day {len(found)} late, {len(early)} without a limit")
