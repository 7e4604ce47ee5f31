from datetime import date, timedelta

import pytest

from zhengtong.duties.models import PostKind
from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.evidence.queries import exhibits_of
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.ledger.queries import broken, story_of
from zhengtong.engine.refusals import Refused
from zhengtong.registry import actions, queries
from zhengtong.registry.models import Channel, ChannelState, RecordState
from zhengtong.registry.tests.conftest import account_told, portal_told

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def refused(call, *args, **named):
    with pytest.raises(Refused) as error:
        call(*args, **named)
    return error.value.codes


def test_record__lives_from_entry_to_closure_and_every_field_keeps_its_history(
    clerk, manager, education, office, portal, at, case_about
):
    channel = actions.register(
        account_told(handle="old_id", functions=("publish",)), host=education, by=clerk, at=at, draft=True
    )
    assert (channel.code, channel.record_state, channel.channel_state) == ("BB-0002", "draft", "normal")
    later = at + timedelta(hours=1)
    actions.admit(channel, by=clerk, at=later)
    actions.correct(channel, {"handle": "beibei_jw"}, reason="录入有误", by=clerk, at=later)
    actions.correct(
        channel,
        {"functions": ["service", "publish"], "note": "每周更新"},
        reason="新增服务菜单",
        by=manager,
        at=later,
    )
    actions.set_identifier(
        channel, "certification", "重庆市北碚区教育委员会", valid_from=date(2025, 9, 1), by=clerk, at=later
    )
    case = case_about(channel)
    actions.set_state(
        channel,
        ChannelState.CLOSING,
        case=case,
        by=clerk,
        at=later,
        acting_as="测试程序",
        reason="长期无人维护",
    )
    actions.set_state(
        channel,
        ChannelState.CANCELLED,
        case=case,
        by=clerk,
        at=later,
        acting_as="测试程序",
        reason="已注销",
        closed_on=DAY,
    )
    channel.refresh_from_db()
    assert (channel.record_state, channel.channel_state, channel.closed_on) == (
        "registered",
        "cancelled",
        DAY,
    )
    told = [(one.field, one.old, one.new) for one in queries.history_of(channel) if one.old]
    assert told == [
        ("channel_state", "拟关停", "已注销"), ("channel_state", "正常", "拟关停"),
        ("functions", "信息发布", "信息发布、办事服务"), ("handle", "old_id", "beibei_jw"), ("record_state", "待核", "在册"),
    ]  # fmt: skip
    assert [line.acting_as for line in story_of(channel)][:4] == [
        "区政府办公室 主管单位经办", "区政府办公室 主管单位经办", "区政府办公室 主管单位经办", "区教委 网站（新媒体）管理员",
    ]  # fmt: skip
    assert queries.history_of(channel, "note")[0].new == "每周更新"
    assert broken() == []


def test_register__refused_to_everybody_but_the_office(manager, appointed, office, education, at):
    supervisor = appointed("police", education, PostKind.CO_SUPERVISOR)
    for person in (manager, supervisor):
        assert refused(actions.register, account_told(), host=education, by=person, at=at) == {
            "not_the_office"
        }
    assert not Channel.objects.exists()
    assert not Entry.objects.filter(verb="channel.registered").exists()


def test_register__refused_to_a_clerk_whose_post_has_ended(clerk, education, at):
    clerk.appointments.update(valid_until=DAY, ended_at=at)
    assert refused(actions.register, account_told(), host=education, by=clerk, at=at) == {"not_the_office"}


def test_register__tells_all_reasons_at_once(manager, portal, office, at):
    told = portal_told(name="", url="https://www.beibei.gov.cn/", opened_on=date(2027, 1, 1))
    codes = refused(actions.register, told, host=office, by=manager, at=at, state=ChannelState.CLOSED)
    assert codes == {
        "not_the_office",
        "name_empty",
        "opened_in_the_future",
        "url_taken",
        "second_portal",
        "begins_otherwise",
    }


def test_register__refused_for_a_dissolved_host(clerk, education, at):
    education.valid_until = date(2026, 1, 1)
    education.save()
    assert refused(actions.register, account_told(), host=education, by=clerk, at=at) == {"host_dissolved"}


def test_second_account__needs_an_exception_that_says_who_and_why(clerk, account, education, at):
    second = account_told(handle="beibei_jw_2")
    assert refused(actions.register, second, host=education, by=clerk, at=at) == {"second_account"}
    made = actions.register(second, host=education, by=clerk, at=at, exception_reason=" 招生季专用 ")
    assert (made.exception_reason, made.exception_by) == ("招生季专用", clerk)


def test_exception__given_without_need_is_not_kept(clerk, education, at):
    made = actions.register(account_told(), host=education, by=clerk, at=at, exception_reason="以防万一")
    assert (made.exception_reason, made.exception_by) == ("", None)


def test_account__may_be_opened_again_after_the_first_was_cancelled(
    clerk, account, education, at, case_about
):
    actions.set_state(
        account,
        ChannelState.CANCELLED,
        case=case_about(account),
        by=clerk,
        at=at,
        acting_as="",
        reason="注销",
        closed_on=DAY,
    )
    assert actions.register(account_told(), host=education, by=clerk, at=at).stands


def test_correct__refused_to_another_unit_and_to_the_manager_for_the_offices_fields(
    account, manager, stranger, at
):
    assert refused(actions.correct, account, {"name": "北碚教委"}, reason="x", by=stranger, at=at) == {
        "neither_office_nor_manager"
    }
    assert refused(actions.correct, account, {"handle": "mine"}, reason="x", by=manager, at=at) == {
        "field_of_the_office"
    }


def test_correct__refused_without_reason_without_change_and_for_what_needs_a_procedure(
    account, clerk, health, at
):
    codes = refused(
        actions.correct, account, {"name": account.name, "host": health}, reason=" ", by=clerk, at=at
    )
    assert codes == {"by_procedure_only", "nothing_changed", "reason_missing"}
    assert Channel.objects.get(pk=account.pk).host != health


def test_correct__refused_when_the_address_is_another_channels(clerk, portal, health, at):
    subsite = actions.register(
        portal_told(kind="subsite", name="区卫生健康委", url="https://www.beibei.gov.cn/bm/wjw/"),
        host=health,
        by=clerk,
        at=at,
    )
    codes = refused(actions.correct, subsite, {"url": portal.url}, reason="x", by=clerk, at=at)
    assert codes == {"url_taken", "subsite_elsewhere"}


def test_correct__keeps_hostile_text_as_text(account, clerk, at):
    name = "<script>alert('北碚区教委')</script>\u202e; DROP TABLE"
    actions.correct(account, {"name": name, "note": "一\x00行\r\n=cmd()"}, reason="测试", by=clerk, at=at)
    account.refresh_from_db()
    assert account.name == "<script>alert('北碚区教委')</script>; DROP TABLE"
    assert account.note == "一行\n=cmd()"


def test_admit__refused_when_already_in_the_register(account, clerk, at):
    assert refused(actions.admit, account, by=clerk, at=at) == {"not_a_draft"}
    assert account.record_state == RecordState.REGISTERED


def test_identifier__a_new_one_ends_the_one_before(portal, clerk, at):
    actions.set_identifier(portal, "icp", "渝ICP备00000000号", valid_from=date(2018, 1, 1), by=clerk, at=at)
    actions.set_identifier(portal, "icp", "渝ICP备11111111号", valid_from=date(2026, 1, 1), by=clerk, at=at)
    assert queries.current_identifier(portal, "icp", date(2025, 12, 31)) == "渝ICP备00000000号"
    assert queries.current_identifier(portal, "icp", date(2026, 1, 1)) == "渝ICP备11111111号"
    assert queries.history_of(portal, "icp")[0].old == "渝ICP备00000000号"


def test_domain__a_second_one_stands_beside_the_first(portal, clerk, at):
    for value in ("www.beibei.gov.cn", "beibei.gov.cn"):
        actions.set_identifier(portal, "domain", value, valid_from=date(2018, 1, 1), by=clerk, at=at)
    assert len(queries.identifiers_on(portal, DAY)) == 2


def test_identifier__refused_to_the_unit_malformed_or_where_none_is_borne(
    account, portal, manager, clerk, at
):
    give = {"valid_from": date(2018, 1, 1), "at": at}
    assert refused(actions.set_identifier, account, "certification", "某某", by=manager, **give) == {
        "not_the_office"
    }
    assert refused(actions.set_identifier, account, "icp", "渝ICP备00000000号", by=clerk, **give) == {
        "identifier_not_borne"
    }
    assert refused(actions.set_identifier, portal, "nonsense", "x", by=clerk, **give) == {
        "identifier_kind_unknown"
    }
    assert refused(
        actions.set_identifier,
        portal,
        "site_code",
        "1",
        valid_from=date(2027, 1, 1),
        valid_until=date(2020, 1, 1),
        by=clerk,
        at=at,
    ) == {"site_code_malformed", "identifier_in_the_future", "expires_before_it_begins"}


def test_identifier__refused_when_another_channel_bears_it(portal, clerk, education, at):
    site = actions.register(
        portal_told(kind="site", name="区教委招生网", url="https://jw.beibei.gov.cn/"),
        host=education,
        by=clerk,
        at=at,
    )
    give = {"valid_from": date(2018, 1, 1), "by": clerk, "at": at}
    actions.set_identifier(portal, "site_code", "5001090001", **give)
    assert refused(actions.set_identifier, site, "site_code", "5001090001", **give) == {
        "identifier_of_another"
    }
    assert refused(actions.set_identifier, portal, "site_code", "5001090001", **give) == {
        "identifier_recorded"
    }


def test_identifier__keeps_its_proof_and_ends_with_a_reason(portal, clerk, manager, at):
    proof = keep("备案截图".encode(), "备案.txt", by=clerk, at=at)
    made = actions.set_identifier(
        portal, "icp", "渝ICP备00000000号", valid_from=date(2018, 1, 1), evidence=proof, by=clerk, at=at
    )
    assert [one.evidence for one in exhibits_of(made)] == [proof]
    assert refused(actions.end_identifier, made, on=date(2017, 1, 1), reason="", by=manager, at=at) == {
        "not_the_office", "end_date_wrong", "end_reason_missing",
    }  # fmt: skip
    actions.end_identifier(made, on=DAY, reason="备案已注销", by=clerk, at=at)
    assert queries.current_identifier(portal, "icp", DAY) == ""
    assert refused(actions.end_identifier, made, on=DAY, reason="再来", by=clerk, at=at) == {
        "identifier_ended"
    }


def test_account__that_is_only_applied_for_has_no_handle_yet(clerk, education, at):
    applied = actions.register(
        account_told(handle="", opened_on=None), host=education, by=clerk, at=at, state=ChannelState.APPLIED
    )
    assert (applied.handle, applied.channel_state) == ("", "applied")
    assert refused(
        actions.register, account_told(platform="weibo", handle=""), host=education, by=clerk, at=at
    ) == {"handle_empty"}
