"""What chapter 4 does not let pass: wrong hands, second accounts, wrong names, certification, apps, notices, and a second click."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from zhengtong.engine.jobs.actions import work_off
from zhengtong.engine.procedures import actions as procedures
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.models import Case, CaseState
from zhengtong.engine.refusals import Refused
from zhengtong.newmedia.tests.conftest import (
    CLOSING,
    NOTICE,
    OPENING,
    RECEIPT,
    TODAY,
    open_steps,
    registered,
)
from zhengtong.newmedia.tests.test_story import APP, closing_until_published, host_change
from zhengtong.publishing.actions import discard_draft, release_hold, take_down
from zhengtong.publishing.kinds import TakedownReason
from zhengtong.publishing.models import CaseNotice, Hold
from zhengtong.registry.models import Channel

pytestmark = pytest.mark.django_db


def refused(call, *args, **named):
    with pytest.raises(Refused) as caught:
        call(*args, **named)
    return caught.value.codes


# ---- opening --------------------------------------------------------------------------------------------------


def test_second_account__is_refused_without_a_reason_and_the_office_refuses_the_second_of_two_at_once(
    account, begin, do
):
    second = OPENING | {"platform": "weixin"}
    assert refused(begin, "account.opening", asked=second) == {"account.second"}
    case = begin("account.opening", asked=second | {"exception_reason": "招生季专用。"})
    assert case.state == CaseState.OPEN
    begin("account.opening", asked=OPENING)
    assert refused(begin, "account.opening", asked=OPENING) == {"account.second"}


def test_application__gives_every_reason_at_once(cast, account, begin):
    asked = {
        "platform": "weixin",
        "name": "嘉陵风光",
        "functions": ["publish", "fly"],
        "url": "https://weibo.com/u/1000000001",
    }
    codes = refused(begin, "account.opening", asked=asked, by=cast.neighbour, files={})
    assert codes >= {
        "case.not_yours", "account.second", "name_without_host", "account.name_differs", "url_of_another_platform",
        "function_unknown", "answer.missing.why", "file.missing.duty",
    }  # fmt: skip
    assert not Case.objects.exists()


def test_name_that_does_not_show_the_host__stands_where_it_is_explained(begin):
    odd = OPENING | {"name": "嘉陵课堂"}
    assert refused(begin, "account.opening", asked=odd) == {"name_without_host"}
    assert begin("account.opening", asked=odd | {"name_reason": "本区空中课堂品牌。"}).state == "open"


def test_unknown_platform_and_hostile_text__are_refused_or_kept_as_text(begin):
    unknown = OPENING | {"platform": "myspace"}
    assert "platform_unknown" in refused(begin, "account.opening", asked=unknown)
    case = begin("account.opening", asked=OPENING | {"why": "<script>alert(1)</script>"})
    assert case.asked["why"] == "<script>alert(1)</script>"


def test_approval__is_refused_to_the_wrong_hand_and_a_second_time(begin, do):
    case = begin("account.opening", asked=OPENING)
    for role in ("manager", "clerk", "neighbours_principal"):
        assert refused(do, case, "consent", role) == {"step.wrong_hand"}
    do(case, "consent", "principal")
    assert refused(do, case, "consent", "principal") == {"step.done_already"}
    assert refused(do, case, "office", "principal") == {"step.wrong_hand"}
    do(case, "office", "clerk")
    assert refused(do, case, "office", "clerk") == {"step.done_already"}
    assert Channel.objects.count() == 1


def test_opening__needs_handle_certification_of_the_host_and_a_picture(begin, do):
    case = begin("account.opening", asked=OPENING)
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    given = {"handle": "1000000009", "certification": "重庆某文化传媒有限公司", "dated": "2026-11-24"}
    codes = refused(do, case, "open", "manager", files=False, **given)
    assert codes == {"file.missing.shot", "account.certified_otherwise", "account.dated_ahead"}
    assert refused(do, case, "confirm", "clerk", opened_on=TODAY) >= {"step.not_yet"}


def test_opening__cannot_be_withdrawn_once_the_account_is_there(cast, begin, do, at):
    case = begin("account.opening", asked=OPENING)
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    do(
        case, "open", "manager", handle="1000000009", certification="重庆市北碚区教育委员会", dated=TODAY
    )  # fmt: skip
    assert refused(procedures.withdraw, case, by=cast.manager, at=at, why="不办了") == {"case.binding"}


# ---- changes and closing --------------------------------------------------------------------------------------


def test_case__is_about_an_account_of_the_own_unit(cast, account, begin):
    others = registered(cast, account.registered_at, "wjw", handle="wjw_demo", name="北碚区卫生健康委")
    assert refused(begin, "account.closing", asked=CLOSING, subject=others) == {"case.foreign_subject"}
    assert refused(begin, "account.closing", asked=CLOSING, subject=account, by=cast.neighbour) >= {
        "case.not_yours"
    }


def test_change__is_refused_where_nothing_changes_or_the_handle_is_anothers(cast, account, begin, at):
    registered(cast, at, "wjw", handle="wjw_demo", name="北碚区卫生健康委")
    same = {"what": ["name"], "name": "北碚区教委", "why": "规范名称。"}
    assert refused(begin, "account.change", asked=same, subject=account) == {"account.nothing_changes"}
    taken = {"what": ["address"], "handle": "wjw_demo", "why": "更换。"}
    assert refused(begin, "account.change", asked=taken, subject=account) == {"handle_taken"}


def test_one_account__has_one_case_at_a_time(account, begin):
    begin("account.closing", asked=CLOSING, subject=account)
    assert refused(begin, "account.closing", asked=CLOSING, subject=account) == {"case.running"}
    cancelling = {"cause": "over", "why": "完成。", "whereto": "门户。"}
    assert refused(begin, "account.cancellation", asked=cancelling, subject=account) == {"account.other_case"}


def test_closing_by_the_office__is_asked_for_by_nobody_else(cast, account, begin):
    asked = CLOSING | {"origin": "office"}
    assert refused(begin, "account.closing", asked=asked, subject=account) == {"closing.not_office"}
    assert refused(begin, "account.closing", asked=CLOSING, subject=account, by=cast.clerk) == {
        "closing.not_own"
    }


def test_account__is_not_gone_without_a_picture_nor_before_the_notice_is_public(account, begin, do, publish):
    case = begin("account.closing", asked=CLOSING, subject=account)
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    do(case, "notice", "writer", **NOTICE)
    assert refused(do, case, "gone", "manager", dated=TODAY) == {"step.not_yet"}
    assert refused(do, case, "published", "clerk") == {"step.by_itself"}
    publish(case)
    assert refused(do, case, "gone", "manager", dated=TODAY, files=False) == {"file.missing.shot"}


def test_notice__taken_down_early_is_refused_and_where_the_office_lifts_it_is_drafted_anew(
    cast, account, begin, do, publish, at
):
    case = closing_until_published(account, begin, do, publish)
    article, later = CaseNotice.objects.get().article, at + timedelta(days=3)
    gone = {"reason": TakedownReason.OUTDATED, "note": "已过时"}
    assert refused(take_down, article, by=cast.third, at=later, **gone) == {"takedown.held"}
    release_hold(Hold.objects.get(), by=cast.clerk, at=later, reason="公告有误")
    take_down(article, by=cast.third, at=later, **gone)
    work_off(later)
    case.refresh_from_db()
    assert open_steps(case) == {"notice"}
    do(case, "notice", "writer", when=later, **NOTICE)
    publish(case, when=later + timedelta(hours=1))
    assert open_steps(case) == {"gone"}


def test_notice__thrown_away_as_a_draft_is_drafted_anew(cast, account, begin, do, at):
    case = begin("account.closing", asked=CLOSING, subject=account)
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    do(case, "notice", "writer", **NOTICE)
    assert open_steps(case) == {"published"}
    discard_draft(CaseNotice.objects.get().article, by=cast.writer, at=at + timedelta(hours=1))
    work_off(at + timedelta(hours=1))
    case.refresh_from_db()
    assert open_steps(case) == {"notice"}
    do(case, "notice", "writer", **NOTICE)
    assert (CaseNotice.objects.count(), open_steps(case)) == (2, {"published"})


# ---- another host ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "code"),
    [("jw", "account.same_host"), ("no_such", "account.host_unknown"), ("", "account.no_new_host")],
)
def test_new_host__is_another_unit_that_exists(account, begin, new, code):
    assert refused(host_change, account, begin, new_host=new) == {code}


def test_new_host__that_has_an_account_there_already_is_refused(cast, account, begin, at):
    registered(cast, at, "wjw", handle="wjw_demo", name="北碚区卫生健康委")
    assert refused(host_change, account, begin) == {"second_account"}


def test_new_host__consents_by_its_own_principal_and_is_named_in_the_certification(account, begin, do):
    case = host_change(account, begin)
    do(case, "release", "principal")
    assert refused(do, case, "consent", "principal") == {"step.wrong_hand"}
    do(case, "consent", "neighbours_principal")
    do(case, "office", "clerk")
    wrong = {"certification": "重庆市北碚区教育委员会", "dated": TODAY}
    assert refused(do, case, "platform", "neighbour", **wrong) == {"account.certified_otherwise"}


def test_office__chooses_a_host_that_exists_or_cancellation(account, begin, do):
    case = begin(
        "account.host_change", asked={"cause": "dissolved", "why": "拟撤销。"}, subject=account
    )  # fmt: skip
    assert refused(do, case, "choose", "clerk") >= {"answer.missing.way"}
    assert refused(do, case, "choose", "clerk", way="change") == {
        "answer.missing.new_host",
        "account.no_new_host",
    }
    assert refused(do, case, "choose", "clerk", way="change", new_host="jw") == {"account.same_host"}
    assert refused(do, case, "choose", "manager", way="cancel") == {"step.wrong_hand"}


def test_system__begins_only_what_may_begin_by_itself(account, at):
    opening = registry.procedures["account.closing"]
    assert "case.not_so" in refused(
        procedures.begin, opening, party="jw", by=None, at=at, asked=CLOSING, subject=account
    )


# ---- apps -----------------------------------------------------------------------------------------------------


def test_second_app__is_refused_where_the_citys_approval_is_not_asked(cast, begin, do, at):
    registered_app(cast, at)
    assert refused(begin, "app.opening", asked=APP) == {"second_app"}
    case = begin("app.opening", asked=APP | {"city": True})
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    assert refused(do, case, "ipv6", "manager", ipv6=True, dated=TODAY) == {"step.not_yet"}
    assert refused(do, case, "city", "clerk", files=False) == {
        "answer.missing.number", "answer.missing.dated", "file.missing.reply",
    }  # fmt: skip


def registered_app(cast, at):
    from zhengtong.registry import actions
    from zhengtong.registry.rules import Particulars

    told = Particulars(kind="app", name="北碚通", functions=("service",))
    return actions.register(told, host=cast.units["bgs"], by=cast.clerk, at=at)


def test_app__without_ipv6_does_not_go_live(begin, do):
    case = begin("app.opening", asked=APP)
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    assert refused(do, case, "ipv6", "manager", ipv6=False, dated=TODAY) == {"app.no_ipv6"}
    assert refused(do, case, "icp", "manager", icp="渝备1", dated=TODAY) == {"icp_malformed"}
    do(case, "icp", "manager", icp="渝ICP备00000001号", dated=TODAY)
    do(case, "cyberspace", "liaison", **RECEIPT)
    assert refused(do, case, "confirm", "clerk", opened_on=TODAY) == {"step.not_yet"}
    assert Channel.objects.get().channel_state == "applied"


# ---- around the code ------------------------------------------------------------------------------------------


def test_database__refuses_a_state_without_a_case_and_going_live_before_the_steps(account, begin, do):
    case = begin("account.opening", asked=OPENING)
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    for statement in (
        f"UPDATE registry_channel SET channel_state = 'cancelled', closed_on = '{TODAY}' WHERE id = {account.pk}",
        f"UPDATE registry_channel SET channel_state = 'normal', moved_by_id = {case.pk} WHERE id = {case.subject_id}",
    ):
        with (
            pytest.raises((DatabaseError, IntegrityError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
