"""Each procedure of chapter 4 from its application to its end, by the hands that the measures name."""

from datetime import timedelta

import pytest

from zhengtong.duties.actions import close_unit
from zhengtong.engine.clocks.queries import running
from zhengtong.engine.jobs.actions import work_off
from zhengtong.engine.ledger.queries import broken
from zhengtong.engine.notify.models import Message
from zhengtong.engine.procedures import actions as procedures
from zhengtong.engine.procedures.models import Case, CaseState
from zhengtong.newmedia.clocks import UPDATE
from zhengtong.newmedia.models import Recheck
from zhengtong.newmedia.tasks import every_day
from zhengtong.newmedia.tests.conftest import CLOSING, NOTICE, OPENING, RECEIPT, TODAY, open_steps
from zhengtong.registry import queries as register
from zhengtong.registry.models import Channel, ChannelState

pytestmark = pytest.mark.django_db


def state_of(channel):
    return Channel.objects.get(pk=channel.pk).channel_state


def opened(case, do, **changes):
    given = {"handle": "1000000009", "url": "https://weibo.com/u/1000000009", "dated": TODAY} | changes
    return do(case, "open", "manager", **({"certification": "重庆市北碚区教育委员会"} | given))


def test_opening__goes_from_application_to_a_running_account(cast, begin, do, at):
    case = begin("account.opening", asked=OPENING)
    assert open_steps(case) == {"consent"}
    do(case, "consent", "principal")
    assert not Channel.objects.exists()
    do(case, "office", "clerk")
    channel = Channel.objects.get()
    assert (channel.channel_state, channel.handle, str(channel.pk)) == ("applied", "", case.subject_id)
    assert open_steps(case) == {"open", "cyberspace"}
    opened(case, do)
    do(case, "cyberspace", "liaison", **RECEIPT)
    do(case, "national", "manager", **RECEIPT)
    do(case, "confirm", "clerk", opened_on=TODAY)
    channel.refresh_from_db()
    assert (channel.channel_state, channel.handle, f"{channel.opened_on}") == ("normal", "1000000009", TODAY)
    assert (
        register.current_identifier(channel, "certification", channel.opened_on) == "重庆市北碚区教育委员会"
    )
    assert case.state == CaseState.DONE
    work_off(at + timedelta(hours=1))
    assert running().filter(kind=UPDATE.code, subject_id=str(channel.pk)).count() == 1
    assert broken() == []


def test_opening__that_the_office_refuses_after_approval_is_given_up_and_leaves_its_record(begin, do):
    case = begin("account.opening", asked=OPENING)
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    opened(case, do)
    do(case, "cyberspace", "liaison", **RECEIPT)
    do(case, "national", "manager", **RECEIPT)
    do(case, "confirm", "clerk", outcome="refuse", opinion="账号内容与申请不符。")
    assert (case.state, state_of(Channel.objects.get())) == ("refused", "cancelled")


def test_opening__that_comes_back_from_the_last_look_is_corrected_on_the_platform(begin, do):
    case = begin("account.opening", asked=OPENING)
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    opened(case, do)
    do(case, "cyberspace", "liaison", **RECEIPT)
    do(case, "national", "manager", **RECEIPT)
    do(case, "confirm", "clerk", outcome="return", opinion="账号标识有误。", files=False)
    opened(case, do, handle="1000000010", url="https://weibo.com/u/1000000010")
    do(case, "national", "manager", **RECEIPT)
    do(case, "confirm", "clerk", opened_on=TODAY)
    assert Channel.objects.get().handle == "1000000010"


def test_exception__is_granted_by_who_approves(account, cast, begin, do):
    case = begin(
        "account.opening", asked=OPENING | {"platform": "weixin", "exception_reason": "招生季专用。"}
    )
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    channel = Channel.objects.get(pk=case.subject_id)
    assert (channel.exception_reason, channel.exception_by) == ("招生季专用。", cast.clerk)


def test_change__touches_what_was_asked_and_nothing_else(account, begin, do):
    asked = {"what": ["name"], "name": "北碚教委发布", "why": "规范名称。"}
    case = begin("account.change", asked=asked, subject=account)
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    do(case, "platform", "manager", dated=TODAY)
    do(case, "cyberspace", "liaison", **RECEIPT)
    assert Channel.objects.get(pk=account.pk).name == "北碚区教委"
    do(case, "national", "manager", **RECEIPT)
    changed = Channel.objects.get(pk=account.pk)
    assert (changed.name, changed.handle, case.state) == ("北碚教委发布", "beibei_jw_demo", "done")


def test_change_of_people__needs_nothing_on_the_platform(account, begin, do):
    asked = {"what": ["people"], "people": "信息员调整，已交接。", "why": "岗位调整。"}
    case = begin("account.change", asked=asked, subject=account)
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    assert open_steps(case) == {"cyberspace"}
    do(case, "cyberspace", "liaison", **RECEIPT)
    do(case, "national", "manager", **RECEIPT)
    assert case.state == CaseState.DONE


def closing_until_published(account, begin, do, publish, **changes):
    case = begin("account.closing", asked=CLOSING, subject=account, **changes)
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    do(case, "notice", "writer", **NOTICE)
    publish(case)
    return case


def test_closing__keeps_the_account_registered_and_its_clock_running_until_it_is_gone(
    account, begin, do, publish, at
):
    case = closing_until_published(account, begin, do, publish)
    assert (state_of(account), open_steps(case)) == ("closing", {"gone"})
    assert running().filter(kind=UPDATE.code, subject_id=str(account.pk)).exists()
    do(case, "gone", "manager", dated=TODAY)
    assert register.current_identifier(account, "certification", account.opened_on) == ""
    do(case, "cyberspace", "liaison", **RECEIPT)
    assert state_of(account) == ChannelState.CLOSING
    do(case, "national", "manager", **RECEIPT)
    assert (state_of(account), case.state) == ("cancelled", "done")
    work_off(at + timedelta(hours=5))
    assert not running().filter(kind=UPDATE.code).exists()
    assert Recheck.objects.get().channel == account
    assert broken() == []


def test_closing_by_the_office__is_told_to_the_unit_which_cannot_refuse(account, cast, begin, do):
    asked = CLOSING | {"origin": "office", "why": "长期无更新。"}
    case = begin("account.closing", asked=asked, subject=account, by=cast.clerk)
    assert open_steps(case) == {"informed"}
    do(case, "informed", "principal")
    do(case, "office", "clerk")
    assert state_of(account) == ChannelState.CLOSING


def test_closing__that_is_stopped_takes_the_account_back_unless_it_is_gone(
    account, cast, begin, do, publish, at
):
    case = closing_until_published(account, begin, do, publish)
    procedures.stop(case, by=cast.clerk, at=at + timedelta(hours=4), why="单位恢复维护")
    assert state_of(account) == ChannelState.NORMAL


def test_cancellation__goes_to_its_end(account, begin, do, publish):
    asked = {"cause": "over", "why": "任务完成。", "whereto": "门户网站。"}
    case = begin("account.cancellation", asked=asked, subject=account)
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    do(case, "notice", "writer", **NOTICE)
    publish(case)
    do(case, "gone", "manager", dated=TODAY)
    do(case, "cyberspace", "liaison", **RECEIPT)
    assert open_steps(case) == {"national"}
    do(case, "national", "manager", **RECEIPT)
    assert (case.state, state_of(account)) == ("done", "cancelled")


def host_change(account, begin, **changes):
    asked = {"cause": "transfer", "new_host": "wjw", "why": "职责划转。"} | changes
    return begin("account.host_change", asked=asked, subject=account)


def to_the_new_host(case, do, publish):
    do(case, "consent", "neighbours_principal")
    do(case, "office", "clerk")
    assert open_steps(case) == {"platform", "notice", "cyberspace"}
    do(case, "platform", "neighbour", certification="重庆市北碚区卫生健康委员会", dated=TODAY)
    do(case, "notice", "writer", **NOTICE)
    do(case, "cyberspace", "liaison", **RECEIPT)
    publish(case)
    do(case, "national", "neighbour", **RECEIPT)


def test_host_change__needs_both_principals_and_is_announced(account, begin, do, publish, at):
    case = host_change(account, begin)
    do(case, "release", "principal")
    to_the_new_host(case, do, publish)
    changed = Channel.objects.get(pk=account.pk)
    assert (changed.host.code, case.state) == ("wjw", "done")
    work_off(at + timedelta(hours=5))
    assert running().get(kind=UPDATE.code).audience == "post:wjw/site_manager"


def dissolve(cast, at):
    close_unit(cast.units["jw"], reason="机构改革", by=cast.clerk, at=at)
    work_off(at)
    return Case.objects.get(procedure="account.host_change")


def test_dissolved_unit__starts_the_change_by_itself_and_the_office_names_the_successor(
    account, cast, do, publish, at
):
    case = dissolve(cast, at)
    assert (case.opened_by, case.party, open_steps(case)) == (None, "jw", {"choose"})
    do(case, "choose", "clerk", way="change", new_host="wjw")
    to_the_new_host(case, do, publish)
    assert Channel.objects.get(pk=account.pk).host.code == "wjw"


def test_dissolved_unit__whose_account_nobody_takes_over_is_cancelled_by_the_office(
    account, cast, do, publish, at
):
    case = dissolve(cast, at)
    do(case, "choose", "clerk", way="cancel")
    assert (case.state, case.steps.filter(state="skipped").count()) == ("done", 8)
    following = Case.objects.get(procedure="account.cancellation")
    assert open_steps(following) == {"office"}
    do(following, "office", "clerk")
    do(following, "notice", "writer", **NOTICE)
    publish(following)
    do(following, "gone_by_office", "clerk", dated=TODAY)
    do(following, "cyberspace", "liaison", **RECEIPT)
    do(following, "national_by_office", "clerk", **RECEIPT)
    assert (following.state, state_of(account)) == ("done", "cancelled")
    assert broken() == []


def test_dissolved_unit__is_taken_up_once_and_again_where_the_successor_refuses(account, cast, do, at):
    case = dissolve(cast, at)
    every_day(at + timedelta(days=1))
    assert Case.objects.count() == 1
    do(case, "choose", "clerk", way="change", new_host="wjw")
    do(case, "consent", "neighbours_principal", outcome="refuse", opinion="无力维护。")
    every_day(at + timedelta(days=2))
    assert list(Case.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "open"]


def test_open_case_of_a_dissolved_unit__is_told_to_the_office_which_gives_it_to_the_successor(
    cast, begin, do, at
):
    case = begin("account.opening", asked=OPENING)
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    close_unit(cast.units["jw"], reason="机构改革", by=cast.clerk, at=at + timedelta(hours=1))
    work_off(at + timedelta(hours=1))
    told = Message.objects.get(person=cast.clerk, subject__contains="已撤并")
    assert case.number in told.text
    procedures.hand_over(case, "wjw", by=cast.clerk, at=at + timedelta(hours=2), why="职责并入")
    later = {"when": at + timedelta(hours=3)}
    do(
        case, "open", "neighbour", handle="1000000009", certification="重庆市北碚区卫生健康委员会", dated=TODAY, **later
    )  # fmt: skip
    do(case, "cyberspace", "liaison", **RECEIPT, **later)
    do(case, "national", "neighbour", **RECEIPT, **later)
    do(case, "confirm", "clerk", opened_on=TODAY, **later)
    channel = Channel.objects.get()
    assert (channel.host.code, channel.channel_state) == ("wjw", "normal")


APP = {
    "name": "北碚通", "functions": ["service"], "city": False, "responsible": "演示·principal", "contact": "演示·manager",
    "phone": "023-00000000", "why": "全区统一的移动客户端。",
}  # fmt: skip


def app_to_its_end(case, do):
    do(case, "ipv6", "manager", ipv6=True, dated=TODAY)
    do(case, "icp", "manager", icp="渝ICP备00000001号", dated=TODAY)
    do(case, "cyberspace", "liaison", **RECEIPT)
    do(case, "national", "manager", **RECEIPT)
    return do(case, "confirm", "clerk", opened_on=TODAY)


def test_first_app__goes_live_with_ipv6_and_another_only_with_the_citys_approval(cast, begin, do):
    case = begin("app.opening", asked=APP)
    do(case, "consent", "principal")
    do(case, "office", "clerk")
    app_to_its_end(case, do)
    first = Channel.objects.get()
    assert (first.kind, first.channel_state, first.exception_reason) == ("app", "normal", "")
    another = begin("app.opening", asked=APP | {"name": "北碚医疗", "city": True})
    do(another, "consent", "principal")
    do(another, "office", "clerk")
    assert Channel.objects.count() == 1
    do(another, "city", "clerk", number="渝府办函〔2026〕0号", dated=TODAY)
    second = Channel.objects.get(pk=another.subject_id)
    assert "渝府办函〔2026〕0号" in second.exception_reason
    assert second.exception_by == cast.clerk
