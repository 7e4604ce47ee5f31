"""Updates and their clock, candidates for closing, rechecks (4.8)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from zhengtong.duties.actions import end_appointment
from zhengtong.duties.models import Appointment
from zhengtong.duties.rules import business_date
from zhengtong.engine.clocks.actions import tick
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.queries import running
from zhengtong.engine.evidence.queries import exhibits_of
from zhengtong.engine.notify.models import Message
from zhengtong.engine.refusals import Refused
from zhengtong.newmedia import actions, queries, rules
from zhengtong.newmedia.clocks import RECHECK, UPDATE
from zhengtong.newmedia.models import AccountUpdate, Recheck
from zhengtong.newmedia.rules import AccountFacts, ReasonKind
from zhengtong.newmedia.tasks import every_day
from zhengtong.newmedia.tests.conftest import RECEIPT, TODAY, registered
from zhengtong.newmedia.tests.test_story import closing_until_published
from zhengtong.regulation import parameter

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def refused(call, *args, **named):
    with pytest.raises(Refused) as caught:
        call(*args, **named)
    return caught.value.codes


def clock_of(account):
    return running().get(kind=UPDATE.code, subject_id=str(account.pk))


# ---- the clock ------------------------------------------------------------------------------------------------


def test_silence__is_too_long_on_the_day_after_the_clocks_last_and_warned_of_before(account, at):
    silent, warn = (
        int(parameter(f"account.silent.{which}.days", on=DAY).number) for which in ("veto", "warn")
    )
    clock = clock_of(account)
    assert clock.due_date == DAY + timedelta(days=silent - 1)
    assert business_date(clock.warn_at) == DAY + timedelta(days=warn)
    tick(at + timedelta(days=silent))
    assert Message.objects.filter(
        person__username="editor", subject__startswith="账号更新逾期未办结"
    ).exists()


def test_update__meets_the_clock_and_counts_anew_from_its_day(account, cast, shot, at):
    later = at + timedelta(days=3)
    made = actions.note_update(
        account, on=DAY + timedelta(days=2), proof=shot, followers=900, by=cast.editor, at=later
    )
    assert [one.evidence for one in exhibits_of(made)] == [shot]
    assert Clock.objects.filter(kind=UPDATE.code, state="met").count() == 1
    assert clock_of(account).due_date == DAY + timedelta(days=15)


def test_update_in_time__that_is_reported_late_is_not_late(account, cast, at):
    later = at + timedelta(days=20)
    tick(later)
    actions.note_update(account, on=DAY + timedelta(days=10), by=cast.editor, at=later)
    assert not Clock.objects.get(kind=UPDATE.code, state="met").was_late


def test_update__is_refused_ahead_twice_before_the_opening_and_to_strangers(account, cast, at):
    note = actions.note_update
    assert refused(note, account, on=DAY + timedelta(days=1), by=cast.neighbour, at=at) == {
        "update.wrong_hand", "update.ahead",
    }  # fmt: skip
    assert refused(note, account, on=date(2016, 1, 1), by=cast.editor, at=at) == {"update.before_opening"}
    assert refused(note, account, on=None, by=cast.editor, at=at) == {"update.no_day"}
    note(account, on=DAY, by=cast.editor, at=at)
    assert refused(note, account, on=DAY, by=cast.editor, at=at) == {"update.known"}


def test_account_that_was_there_before__gets_its_clock_from_the_daily_look(account, at):
    clock_of(account).events.all()
    Clock.objects.filter(kind=UPDATE.code).update(state="stopped", stopped_at=at, reason="测试")
    every_day(at)
    every_day(at)
    assert running().filter(kind=UPDATE.code).count() == 1


# ---- candidates -----------------------------------------------------------------------------------------------


def facts(**changes):
    given = {
        "key": 1, "name": "北碚区教委", "platform": "微信公众号", "host": "区教委", "functions": ("publish",), "keepers": 1,
        "silent_days": 0, "certified": "重庆市北碚区教育委员会", "host_name": "重庆市北碚区教育委员会",
    }  # fmt: skip
    return AccountFacts(**given | changes)


def kinds(*accounts, few=500):
    found = rules.judge(accounts, silent=60, few=few)
    return {key: [reason.kind for reason in reasons] for key, reasons in found.items()}


def test_account_that_is_well_kept__is_no_candidate():
    assert kinds(facts(), facts(key=2, functions=("service",)), facts(key=3, host="区卫生健康委")) == {}


@pytest.mark.parametrize(
    ("changes", "kind", "figure"),
    [
        ({"keepers": 0}, ReasonKind.UNMAINTAINED, "0人"),
        ({"host_dissolved": True}, ReasonKind.UNMAINTAINED, "已撤销"),
        ({"silent_days": 60}, ReasonKind.SILENT, "60天"),
        ({"unguarded": True}, ReasonKind.INSECURE, "0人"),
        ({"keeper_gone": True}, ReasonKind.INSECURE, "尚未移交"),
        ({"certified": ""}, ReasonKind.UNFIT, "未登记"),
        ({"certified": "某公司"}, ReasonKind.UNFIT, "某公司"),
        ({"followers": 499}, ReasonKind.UNUSED, "499人"),
    ],
)
def test_reason__says_its_figure(changes, kind, figure):
    ((reason,),) = rules.judge([facts(**changes)], silent=60, few=500).values()
    assert (reason.kind, figure in reason.text) == (kind, True)


def test_limits__are_just_not_reached():
    assert kinds(facts(silent_days=59, followers=500)) == {}


def test_alike__leaves_out_the_one_that_is_used_most():
    alike = [
        facts(key=1, followers=600),
        facts(key=2, platform="微博", followers=9000),
        facts(key=3, platform="抖音"),
    ]
    assert kinds(*alike) == {1: [ReasonKind.ALIKE], 3: [ReasonKind.ALIKE]}


@pytest.mark.parametrize(
    ("of", "advice"),
    [
        ({ReasonKind.SILENT, ReasonKind.ALIKE}, "close"),
        ({ReasonKind.ALIKE, ReasonKind.UNFIT}, "merge"),
        ({ReasonKind.UNFIT, ReasonKind.INSECURE}, "mend"),
    ],
)
def test_advice__is_to_mend_what_can_be_mended(of, advice):
    assert rules.advice(rules.Reason(kind, "") for kind in of) == advice


def test_candidates__gather_reasons_and_what_is_under_way_in_a_fixed_number_of_questions(
    account, cast, begin, at, django_assert_max_num_queries
):
    registered(cast, at, platform="weibo", handle="1000000009")
    held = Appointment.objects.get(person=cast.manager)
    later = at + timedelta(days=61)
    asked = {"origin": "own", "grounds": ["silent"], "why": "长期未更新。", "whereto": "门户。"}
    case = begin("account.closing", asked=asked, subject=account)
    end_appointment(held, reason="调离", by=None, at=later)
    with django_assert_max_num_queries(7):
        found = queries.candidates(later + timedelta(minutes=1))
    assert [one.case for one in found] == [case, None]
    assert {reason.kind for reason in found[0].reasons} >= {ReasonKind.UNMAINTAINED, ReasonKind.SILENT}
    assert found[0].advice == "close"


# ---- rechecks -------------------------------------------------------------------------------------------------


@pytest.fixture
def cancelled(account, begin, do, publish):
    case = closing_until_published(account, begin, do, publish)
    do(case, "gone", "manager", dated=TODAY)
    do(case, "cyberspace", "liaison", **RECEIPT)
    do(case, "national", "manager", **RECEIPT)
    return Recheck.objects.get()


def test_recheck__is_called_on_its_day_and_done_once_with_proof(cancelled, cast, shot, at):
    days = int(parameter("account.recheck.days", on=DAY).number)
    assert cancelled.planned_on == DAY + timedelta(days=days)
    note, on_the_day = actions.note_recheck, at + timedelta(days=days)
    every_day(at + timedelta(days=days - 1))
    assert not running().filter(kind=RECHECK.code).exists()
    assert refused(note, cancelled, finding="gone", proof=shot, by=cast.manager, at=at) == {
        "recheck.not_office", "recheck.early",
    }  # fmt: skip
    every_day(on_the_day)
    every_day(on_the_day)
    assert running().filter(kind=RECHECK.code).count() == 1
    assert refused(note, cancelled, finding="", proof=None, by=cast.clerk, at=on_the_day) == {
        "recheck.no_finding", "recheck.no_proof",
    }  # fmt: skip
    note(cancelled, finding="gone", proof=shot, by=cast.clerk, at=on_the_day)
    assert refused(note, cancelled, finding="gone", proof=shot, by=cast.clerk, at=on_the_day) == {
        "recheck.done"
    }
    assert not running().filter(kind=RECHECK.code).exists()


def test_account_that_is_back__is_told_and_looked_for_again(cancelled, cast, shot, at):
    later = at + timedelta(days=40)
    assert refused(actions.note_recheck, cancelled, finding="back", proof=shot, by=cast.clerk, at=later) == {
        "recheck.no_note"
    }
    actions.note_recheck(cancelled, finding="back", note="仍可检索到。", proof=shot, by=cast.clerk, at=later)
    assert Recheck.objects.filter(done_at__isnull=True).count() == 1
    assert Message.objects.filter(person=cast.manager, subject__startswith="已注销账号重新出现").exists()


# ---- around the code ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE newmedia_accountupdate SET \"on\" = '2026-11-01'",
        "DELETE FROM newmedia_accountupdate",
        "DELETE FROM newmedia_recheck",
        "UPDATE newmedia_recheck SET planned_on = '2026-11-01'",
        "UPDATE newmedia_recheck SET finding = 'gone'",
    ],
)
def test_database__refuses_to_rewrite_reports_and_rechecks(cancelled, account, cast, statement, at):
    AccountUpdate.objects.create(channel=account, on=DAY, noted_by=cast.editor, noted_at=at)
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
