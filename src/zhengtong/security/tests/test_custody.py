import itertools
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from zhengtong.duties import actions as duties
from zhengtong.duties.models import Appointment, PostKind
from zhengtong.engine.clocks import actions as ticking
from zhengtong.engine.clocks.models import Clock
from zhengtong.engine.clocks.queries import clocks_of, running
from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.evidence.models import Exhibit
from zhengtong.engine.jobs.actions import work_off
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.ledger.queries import broken, story_of
from zhengtong.engine.notify.models import Message
from zhengtong.engine.refusals import Refused
from zhengtong.registry.models import Channel
from zhengtong.registry.tests.conftest import case_for
from zhengtong.security import actions, queries
from zhengtong.security.clocks import HANDOVER, PASSWORD
from zhengtong.security.models import Custody, Handover
from zhengtong.security.queries import custody as custodies
from zhengtong.security.rules.custody import Figures, why_not_written

from .custodies import CHANGED, furnish, registered, secured, taken

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def cast(db, at):
    return furnish(at)


@pytest.fixture
def custody(cast, at):
    return taken(cast, at)


def codes(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.codes


# ---- what may not be written ------------------------------------------------------------------------------

FIGURES = Figures(password_length=8, password_classes=3, digits=4)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("口令是Beibei2026", "custody.secret_written"), ("密码：abc", "custody.secret_written"),
        ("pwd=admin", "custody.secret_written"), ("公用手机 Beibei@2026", "custody.secret_written"),
        ("ａdmin１２３", "custody.secret_written"), ("abc12345", "custody.secret_written"),
        ("be\u200bibei-2026A", "custody.secret_written"),
        ("单位手机13812345678", "custody.number_written"), ("138 1234 5678", "custody.number_written"),
        ("138-1234-5678", "custody.number_written"), ("１３８１２３４５６７８", "custody.number_written"),
        ("一三八一二三四五六七八", "custody.number_written"), ("尾号56789", "custody.number_written"),
        ("+86 (138) 1234 5678", "custody.number_written"), ("办公室68863111", "custody.number_written"),
        ("500109199001011234", "custody.identity_written"), ("50010919900101123X", "custody.identity_written"),
        ("500109 19900101 123x", "custody.identity_written"), ("123456", "custody.number_written"),
    ],
)  # fmt: skip
def test_place__that_looks_like_a_secret_or_a_whole_number_is_refused(text, code):
    assert code in {one.code for one in why_not_written(text, "绑定情况", FIGURES, strict=True)}


@pytest.mark.parametrize(
    "text",
    ["", "单位公用手机（尾号6789）", "单位公用手机（尾号四位）", "科室邮箱 xxgk@beibei.gov.cn", "平台客服凭单位公函重置", "硬件密钥2把", "mp.weixin.qq.com"],
)  # fmt: skip
def test_place__in_plain_words_is_taken(text):
    assert why_not_written(text, "绑定情况", FIGURES, strict=True) == []


@pytest.mark.parametrize("text", ["2026年11月岗位调整", "阵地BB-0001合并", "北碚府办发〔2023〕2号"])
def test_reason__with_dates_and_numbers_of_documents_is_taken(text):
    assert why_not_written(text, "事由", FIGURES) == []


@pytest.mark.parametrize("text", ["新口令为Beibei2026", "联系13812345678", "身份证500109199001011234"])
def test_reason__with_a_secret_or_somebodys_number_is_refused(text):
    assert why_not_written(text, "事由", FIGURES) != []


def test_nothing_refused__reaches_the_database_or_the_ledger(cast, at):
    lines = Entry.objects.count()
    assert "custody.secret_written" in codes(lambda: taken(cast, at, bound_to="口令：Beibei@2026"))
    assert not Custody.objects.exists()
    assert Entry.objects.count() == lines


# ---- taking -----------------------------------------------------------------------------------------------


def test_custody__is_taken_by_the_manager_and_in_the_ledger(cast, custody, at):
    entry = story_of(custody)[0]
    assert (entry.verb, entry.clause, entry.acting_as) == (
        "custody.taken",
        "7.2",
        "区教委 网站（新媒体）管理员",
    )
    assert (custody.custodian, custody.since, custody.ended_at) == (cast.giver, TODAY, None)
    assert broken() == []


def test_custody__is_taken_by_the_office_for_any_unit(cast, at):
    assert taken(cast, at, by=cast.clerk).recorded_by == cast.clerk


@pytest.mark.parametrize("who", ["giver", "stranger", "liaison", "security_admin", "officer", "deputy"])
def test_custody__refused_to_the_wrong_hands(cast, at, who):
    assert "custody.not_yours" in codes(lambda: taken(cast, at, by=getattr(cast, who)))


def test_custody__names_every_reason_at_once(cast, at):
    found = codes(
        lambda: taken(
            cast, at, custodian=cast.stranger, what="store", resetter_named="", password_changed_on=TODAY + timedelta(days=1)
        )
    )  # fmt: skip
    assert found == {
        "custody.custodian_stranger",
        "custody.other_kind",
        "custody.one_resetter",
        "custody.changed_later",
    }


def test_second_custodian_of_the_same_credential__is_refused_also_by_a_second_click(cast, custody, at):
    assert codes(lambda: taken(cast, at)) == {"custody.held"}
    assert codes(lambda: taken(cast, at, custodian=cast.taker)) == {"custody.held"}
    taken(cast, at, what="phone", bound_to="单位公用手机（尾号6789）")


def test_custodian__does_not_reset_and_a_stranger_neither(cast, at):
    assert codes(lambda: taken(cast, at, resetter=cast.giver, resetter_named="")) == {
        "custody.custodian_resets"
    }
    assert codes(lambda: taken(cast, at, resetter=cast.stranger, resetter_named="")) == {
        "custody.resetter_stranger"
    }
    assert codes(lambda: taken(cast, at, resetter=cast.operator, resetter_named="")) == {
        "custody.resetter_stranger"
    }
    assert taken(cast, at, resetter=cast.clerk, resetter_named="").resetter == cast.clerk


def test_bound_phone__says_to_what(cast, at):
    assert codes(lambda: taken(cast, at, what="phone")) == {"custody.bound_to_what"}


@pytest.mark.parametrize(
    ("what", "allowed"), [("platform", True), ("phone", False), ("wechat", False), ("mailbox", False)]
)
def test_outside_operator__holds_what_publishes_and_not_what_takes_over(cast, at, what, allowed):
    def call():
        return taken(cast, at, custodian=cast.operator, what=what, bound_to="单位公用")

    assert call().custodian == cast.operator if allowed else codes(call) == {"custody.key_outside"}


def test_closed_channel__takes_no_custody(cast, at):
    closed_by_a_case(cast.account, "closed", at)
    assert codes(lambda: taken(cast, at)) == {"custody.channel_gone"}


# ---- handing over -----------------------------------------------------------------------------------------


def test_handover__moves_nothing_before_the_taker_confirms(cast, custody, at):
    actions.hand_over(custody, cast.taker, reason="岗位调整", by=cast.giver, at=at)
    custody.refresh_from_db()
    assert (custody.custodian, custody.ended_at) == (cast.giver, None)
    assert Message.objects.get(person=cast.taker).url == f"/console/security/custodies/{custody.pk}/"


def test_handover__ends_the_old_and_begins_the_new_when_the_taker_has_changed_the_password(cast, custody, at):
    going = actions.hand_over(custody, cast.taker, reason="岗位调整", by=cast.giver, at=at)
    signed = keep("移交登记表".encode(), "移交登记表.txt", by=cast.taker, at=at)
    later = at + timedelta(days=1)
    begun = actions.confirm_handover(
        going, declared=True, password_changed_on=later.date(), evidence=signed, by=cast.taker, at=later
    )  # fmt: skip
    custody.refresh_from_db()
    assert (custody.ended_at, custody.ended_reason) == (later, "移交演示·taker：岗位调整")
    assert (begun.custodian, begun.follows, begun.password_changed_on) == (cast.taker, custody, later.date())
    entry = story_of(custody).last()
    assert (entry.verb, entry.clause, entry.data["declared"]) == ("custody.handed_over", "7.4", "已更换口令")
    assert Exhibit.objects.get(subject_type="security.custody").subject_id == str(begun.pk)
    assert clocks_of(begun).get().kind == PASSWORD.code


@pytest.mark.parametrize(
    ("declared", "days", "code"),
    [
        (False, 0, "handover.not_declared"),
        (True, -1, "custody.not_changed_since"),
        (True, 1, "custody.changed_later"),
    ],
)
def test_confirmation__refused_without_the_declaration_or_a_change_since(
    cast, custody, at, declared, days, code
):
    going = actions.hand_over(custody, cast.taker, reason="岗位调整", by=cast.giver, at=at)
    assert codes(
        lambda: actions.confirm_handover(
            going, declared=declared, password_changed_on=TODAY + timedelta(days=days), by=cast.taker, at=at
        )
    ) == {code}  # fmt: skip
    assert Custody.objects.get().custodian == cast.giver


@pytest.mark.parametrize("who", ["giver", "manager", "clerk", "bystander", "stranger"])
def test_confirmation__is_the_takers_alone(cast, custody, at, who):
    going = actions.hand_over(custody, cast.taker, reason="岗位调整", by=cast.giver, at=at)
    assert "handover.by_the_taker" in codes(
        lambda: actions.confirm_handover(
            going, declared=True, password_changed_on=TODAY, by=getattr(cast, who), at=at
        )
    )


def test_confirmation__is_taken_once(cast, custody, at):
    going = actions.hand_over(custody, cast.taker, reason="岗位调整", by=cast.giver, at=at)

    def confirm():
        return actions.confirm_handover(going, declared=True, password_changed_on=TODAY, by=cast.taker, at=at)

    confirm()
    assert codes(confirm) == {"handover.ended"}
    assert Custody.objects.filter(ended_at__isnull=True).count() == 1


@pytest.mark.parametrize("who", ["manager", "clerk", "bystander", "taker", "stranger", "officer"])
def test_handover__is_begun_by_the_giver_while_in_post(cast, custody, at, who):
    assert "handover.not_yours" in codes(
        lambda: actions.hand_over(custody, cast.bystander, reason="收回", by=getattr(cast, who), at=at)
    )


def test_handover__refused_to_a_stranger_to_oneself_to_the_one_who_resets_and_twice(cast, custody, at):
    def give(to, custody=custody):
        return lambda: actions.hand_over(custody, to, reason="岗位调整", by=cast.giver, at=at)

    assert codes(give(cast.stranger)) == {"custody.custodian_stranger"}
    assert codes(give(cast.giver)) == {"handover.same_custodian", "handover.to_oneself"}
    second = taken(cast, at, what="phone", bound_to="单位公用手机", resetter=cast.taker, resetter_named="")
    assert codes(give(cast.taker, second)) == {"custody.custodian_resets"}
    assert codes(give(cast.operator, second)) == {"custody.key_outside"}
    give(cast.taker)()
    assert codes(give(cast.bystander)) == {"handover.under_way"}


def test_handover__refuses_secrets_in_its_reason(cast, custody, at):
    assert codes(
        lambda: actions.hand_over(custody, cast.taker, reason="新口令为Beibei2026", by=cast.giver, at=at)
    ) == {"custody.secret_written"}


def test_taker__who_has_left_meanwhile_cannot_confirm(cast, custody, at):
    going = actions.hand_over(custody, cast.taker, reason="岗位调整", by=cast.giver, at=at)
    Appointment.objects.filter(person=cast.taker).update(ended_at=at, valid_until=TODAY)
    assert "custody.custodian_stranger" in codes(
        lambda: actions.confirm_handover(
            going, declared=True, password_changed_on=TODAY, by=cast.taker, at=at
        )
    )


def test_withdrawn_handover__leaves_the_custodian_and_lets_another_begin(cast, custody, at):
    actions.hand_over(custody, cast.taker, reason="岗位调整", by=cast.giver, at=at)
    assert codes(lambda: actions.withdraw_handover(custody, reason="不当", by=cast.bystander, at=at)) == {
        "handover.not_yours"
    }
    actions.withdraw_handover(custody, reason="接收人另有任务", by=cast.taker, at=at)
    assert codes(lambda: actions.withdraw_handover(custody, reason="再撤", by=cast.giver, at=at)) >= {
        "handover.none"
    }
    actions.hand_over(custody, cast.bystander, reason="岗位调整", by=cast.giver, at=at)


# ---- changing, restating, releasing -----------------------------------------------------------------------


def test_noted_change__counts_the_age_anew(cast, custody, at):
    first = running().get(kind=PASSWORD.code)
    assert (first.audience, first.due_date) == (f"person:{cast.giver.pk}", CHANGED + timedelta(days=90))
    actions.note_password_changed(custody, on=TODAY, by=cast.giver, at=at)
    assert running().get(kind=PASSWORD.code).due_date == TODAY + timedelta(days=90)
    assert codes(lambda: actions.note_password_changed(custody, on=TODAY, by=cast.giver, at=at)) == {
        "custody.noted_already"
    }


@pytest.mark.parametrize(
    ("who", "allowed"), [("giver", True), ("manager", True), ("bystander", False), ("stranger", False)]
)
def test_change__is_noted_by_who_may_have_made_it(cast, custody, at, who, allowed):
    def note():
        return actions.note_password_changed(custody, on=TODAY, by=getattr(cast, who), at=at)

    assert note().password_changed_on == TODAY if allowed else codes(note) == {"custody.not_yours"}


def test_old_password__is_overdue_and_the_custodian_is_told_by_the_clock(cast, at):
    old = taken(cast, at, password_changed_on=date(2026, 6, 1))
    assert list(custodies.overdue(at)) == [old]
    ticking.tick(at)
    assert "账号口令更换已逾期" in Message.objects.filter(person=cast.giver).latest("pk").subject
    assert Message.objects.filter(person=cast.manager, subject__contains="账号口令更换逾期未办结").exists()


def test_scanned_sign_in__has_no_password_to_grow_old(cast, at):
    taken(
        cast, at, what="wechat", method="scan", bound_to="单位公用微信", password_changed_on=date(2020, 1, 1)
    )
    assert not custodies.overdue(at).exists()
    assert not running().filter(kind=PASSWORD.code).exists()


def test_restated__keeps_the_old_row_and_the_custodian(cast, custody, at):
    begun = actions.restate(
        custody, secured(second_factor=True), reason="启用双因素认证", by=cast.manager, at=at
    )
    custody.refresh_from_db()
    assert (custody.second_factor, custody.ended_at) == (False, at)
    assert (begun.second_factor, begun.follows, begun.custodian, begun.since) == (
        True,
        custody,
        cast.giver,
        custody.since,
    )
    assert running().filter(kind=PASSWORD.code).count() == 1
    assert codes(
        lambda: actions.restate(begun, secured(second_factor=True), reason="再点", by=cast.manager, at=at)
    ) == {"custody.nothing_changed"}


def test_released__may_be_taken_by_another_only_with_a_changed_password(cast, custody, at):
    actions.release(custody, reason="持有人长期病假", by=cast.manager, at=at)
    assert codes(lambda: actions.release(custody, reason="再点", by=cast.manager, at=at)) == {"custody.ended"}
    assert not running().filter(kind=PASSWORD.code).exists()
    assert codes(lambda: taken(cast, at, custodian=cast.taker)) == {"custody.not_changed_since"}
    assert taken(cast, at, custodian=cast.taker, password_changed_on=TODAY).custodian == cast.taker


def test_release__refused_while_a_handover_waits(cast, custody, at):
    actions.hand_over(custody, cast.taker, reason="岗位调整", by=cast.giver, at=at)
    assert codes(lambda: actions.release(custody, reason="关停", by=cast.manager, at=at)) == {
        "handover.under_way"
    }


# ---- what ends, ends at once ------------------------------------------------------------------------------


def leave_by_post(cast, at):
    held = Appointment.objects.get(person=cast.giver)
    duties.end_appointment(held, reason="调离", by=cast.manager, at=at)


def leave_by_account(cast, at):
    duties.close_account(cast.giver, reason="退休", by=None, at=at)


@pytest.mark.parametrize("leave", [leave_by_post, leave_by_account])
def test_custodian_who_leaves__makes_the_manager_hand_over_in_time(cast, custody, at, leave):
    leave(cast, at)
    assert list(custodies.orphaned(at)) == [custody]
    worked = at + timedelta(hours=5)
    work_off(worked)
    clock = running().get(kind=HANDOVER.code)
    assert (clock.audience, clock.opened_at, clock.due_date) == (
        "post:jw/site_manager",
        at,
        date(2026, 11, 26),
    )
    for person in (cast.manager, cast.officer):
        assert Message.objects.get(person=person, subject__startswith="账号口令待移交").clause == "7.4"
    assert running().get(kind=PASSWORD.code).audience == "post:jw/site_manager"
    actions.watch_custodies(worked)
    assert Entry.objects.filter(verb="custody.orphaned").count() == 1
    assert Message.objects.filter(subject__startswith="账号口令待移交").count() == 2


def test_operator__whose_commission_ends_leaves_a_custody_to_hand_over(cast, at):
    held = taken(cast, at, custodian=cast.operator)
    later = at + timedelta(hours=1)
    duties.end_commission(cast.commission, reason="合同解除", by=cast.manager, at=later)
    work_off(later)
    assert list(custodies.orphaned(later)) == [held]
    assert running().get(kind=HANDOVER.code).subject_id == str(held.pk)


def test_operator__whose_commission_ends_by_date_is_found_by_the_daily_look(cast, at):
    held = taken(cast, at, custodian=cast.operator)
    later = at + timedelta(days=91)
    actions.watch_custodies(later)
    assert clocks_of(held).filter(kind=HANDOVER.code).exists()


def test_closed_unit__leaves_its_custodies_to_the_office(cast, custody, at):
    duties.close_unit(cast.education, reason="合并", by=cast.clerk, at=at)
    work_off(at + timedelta(minutes=1))
    assert running().get(kind=HANDOVER.code).audience == "post:bgs/office_clerk"
    assert Message.objects.filter(person=cast.clerk, subject__startswith="账号口令待移交").exists()


def test_giver_who_is_gone__is_replaced_by_the_manager_and_the_clock_is_met(cast, custody, at):
    leave_by_post(cast, at)
    actions.watch_custodies(at)
    assert "handover.not_yours" in codes(
        lambda: actions.hand_over(custody, cast.taker, reason="离岗", by=cast.giver, at=at)
    )
    assert codes(lambda: actions.hand_over(custody, cast.manager, reason="离岗", by=cast.manager, at=at)) == {
        "handover.to_oneself"
    }
    going = actions.hand_over(custody, cast.taker, reason="保管人离岗", by=cast.manager, at=at)
    actions.confirm_handover(going, declared=True, password_changed_on=TODAY, by=cast.taker, at=at)
    assert Clock.objects.get(kind=HANDOVER.code).state == "met"
    assert not custodies.orphaned(at).exists()


def test_custodian_who_comes_back__stops_the_clock(cast, custody, at):
    leave_by_post(cast, at)
    actions.watch_custodies(at)
    later = at + timedelta(days=1)
    duties.appoint(cast.giver, cast.education, PostKind.EDITOR, by=cast.manager, at=later)
    actions.watch_custodies(later)
    assert Clock.objects.get(kind=HANDOVER.code).state == "stopped"
    assert running().get(kind=PASSWORD.code).audience == f"person:{cast.giver.pk}"


def test_late_handover__is_told_to_the_deputy_and_then_the_office(cast, custody, at):
    leave_by_post(cast, at)
    actions.watch_custodies(at)
    ticking.tick(at + timedelta(days=10))
    late = "账号口令移交逾期未办结"
    for person in (cast.deputy, cast.clerk):
        assert Message.objects.filter(person=person, subject__startswith=late).exists()
    assert not Message.objects.filter(person=cast.stranger).exists()


def test_another_post_in_the_unit__keeps_the_custody(cast, custody, at):
    duties.appoint(cast.giver, cast.education, PostKind.WATCH_OFFICER, by=cast.manager, at=at)
    duties.end_appointment(
        Appointment.objects.get(person=cast.giver, post="editor"), reason="换岗", by=cast.manager, at=at
    )
    work_off(at + timedelta(minutes=1))
    assert not custodies.orphaned(at).exists()


# ---- who sees, what is missing ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("manager", True), ("officer", True), ("deputy", True), ("giver", True), ("clerk", True), ("liaison", True),
        ("security_admin", True), ("taker", False), ("bystander", False), ("stranger", False), ("operator", False),
    ],
)  # fmt: skip
def test_custody__is_seen_by_the_unit_that_keeps_it_and_those_above(cast, custody, at, who, seen):
    assert custodies.seen_by(custodies.current(), getattr(cast, who), at).exists() is seen


def test_taker__sees_it_as_long_as_the_handover_waits(cast, custody, at):
    actions.hand_over(custody, cast.taker, reason="岗位调整", by=cast.giver, at=at)
    assert custodies.seen_by(custodies.current(), cast.taker, at).exists()
    actions.withdraw_handover(custody, reason="暂缓", by=cast.giver, at=at)
    assert not custodies.seen_by(custodies.current(), cast.taker, at).exists()


def test_former_custodian__who_works_elsewhere_sees_nothing(cast, custody, at):
    leave_by_post(cast, at)
    duties.appoint(cast.giver, cast.health, PostKind.EDITOR, by=cast.stranger, at=at)
    assert not custodies.seen_by(custodies.custodies(), cast.giver, at).exists()


def test_missing_custody__is_a_standing_account_with_no_current_one(
    cast, custody, at, django_assert_num_queries
):
    closed = registered(cast.education, cast.clerk, at, handle="100", platform="weibo")
    closed_by_a_case(closed, "cancelled", at)
    channels = list(Channel.objects.order_by("pk"))
    with django_assert_num_queries(1):
        found = queries.custody_missing(channels)
    assert found == {cast.account.pk: False, cast.neighbours.pk: True, closed.pk: False}
    actions.release(custody, reason="凭证作废", by=cast.manager, at=at)
    assert queries.custody_missing([cast.account]) == {cast.account.pk: True}


# ---- what the database refuses ----------------------------------------------------------------------------


def refused_by_the_database(call):
    with pytest.raises(IntegrityError), transaction.atomic():
        call()


def copied(custody, **changes):
    names = [
        field.attname for field in Custody._meta.concrete_fields if field.attname not in ("id", "follows_id")
    ]
    return Custody.objects.create(**{name: getattr(custody, name) for name in names} | changes)


def test_database__refuses_a_rewritten_custody(cast, custody, at):
    rows = Custody.objects.filter(pk=custody.pk)
    for change in (
        {"custodian": cast.taker}, {"resetter": cast.clerk, "resetter_named": ""}, {"bound_to": "他处"}, {"second_factor": True},
        {"since": CHANGED}, {"what": "phone"}, {"channel": cast.neighbours}, {"password_changed_on": date(2026, 1, 1)},
        {"ended_at": at}, {"ended_reason": "无时间"}, {"resetter_named": ""}, {"ended_at": at - timedelta(days=1), "ended_reason": "早"},
    ):  # fmt: skip
        refused_by_the_database(lambda change=change: rows.update(**change))
    refused_by_the_database(rows.delete)


def test_database__refuses_a_second_current_custody_and_a_custodian_who_resets(cast, custody, at):
    refused_by_the_database(lambda: copied(custody, custodian_id=cast.taker.pk))
    refused_by_the_database(
        lambda: copied(custody, what="phone", resetter_id=cast.giver.pk, resetter_named="")
    )


def test_database__lets_an_ended_custody_rest(cast, custody, at):
    actions.release(custody, reason="凭证作废", by=cast.manager, at=at)
    refused_by_the_database(lambda: Custody.objects.filter(pk=custody.pk).update(ended_reason="另一说法"))


def test_database__refuses_a_change_of_hands_without_a_confirmed_handover(cast, custody, at):
    refused_by_the_database(lambda: copied(custody, what="phone", follows_id=custody.pk))
    actions.release(custody, reason="凭证作废", by=cast.manager, at=at)
    refused_by_the_database(lambda: copied(custody, custodian_id=cast.taker.pk, follows_id=custody.pk))


def test_database__refuses_a_handover_that_is_confirmed_by_another_or_rewritten(cast, custody, at):
    going = actions.hand_over(custody, cast.taker, reason="岗位调整", by=cast.giver, at=at)
    rows = Handover.objects.filter(pk=going.pk)
    for change in (
        {"to": cast.bystander}, {"reason": "另一说法"}, {"started_by": cast.taker}, {"started_by": cast.manager},
        {"outcome": "confirmed", "ended_at": at, "ended_by": cast.manager, "password_changed_on": TODAY},
        {"outcome": "confirmed", "ended_at": at, "ended_by": cast.taker}, {"outcome": "withdrawn", "ended_at": at},
    ):  # fmt: skip
        refused_by_the_database(lambda change=change: rows.update(**change))
    refused_by_the_database(rows.delete)
    refused_by_the_database(
        lambda: Handover.objects.create(custody=custody, to=cast.bystander, started_at=at, reason="第二次")
    )


def test_no_field__is_made_for_a_secret():
    names = itertools.chain(Custody._meta.concrete_fields, Handover._meta.concrete_fields)
    assert not {field.name for field in names} & {"password", "secret", "token", "code", "phone"}


def closed_by_a_case(channel, state, at):
    """As a procedure leaves it: the database takes a change of state from an open case alone."""
    case = case_for(channel, at)
    Channel.objects.filter(pk=channel.pk).update(channel_state=state, closed_on=TODAY, moved_by=case)
