"""Chapter 3 as people walk it: each procedure to its end and through each refusal."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from zhengtong.duties.actions import close_unit
from zhengtong.engine.clocks.actions import tick
from zhengtong.engine.clocks.queries import running
from zhengtong.engine.jobs.actions import work_off
from zhengtong.engine.ledger.queries import broken
from zhengtong.engine.notify.models import Message
from zhengtong.engine.procedures import actions, papers, registry
from zhengtong.engine.procedures.actions import end_waits
from zhengtong.engine.procedures.models import Case, CaseState
from zhengtong.engine.procedures.queries import waiting_for
from zhengtong.engine.refusals import Refused
from zhengtong.publishing.actions import take_down
from zhengtong.publishing.kinds import TakedownReason
from zhengtong.publishing.models import Article, CaseNotice, Topic
from zhengtong.registry.models import Channel
from zhengtong.registry.queries import current_identifier
from zhengtong.regulation import using_pack
from zhengtong.websites.models import ContentAccount, DomainWatch, Suspension
from zhengtong.websites.tests.conftest import state_of

pytestmark = pytest.mark.django_db
OPENING = {
    "why": "statutory", "why_not_column": "业务系统须独立部署。", "name": "北碚招生考试网", "domain": "zk.beibei.gov.cn",
    "functions": ["publish", "service"], "phone": "023-00000000",
}  # fmt: skip
DAY = "2026-11-23"


def refused(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value.codes


def offline(at, first=1, last=20, **changes):
    today = at.date()
    days = {"down": str(today + timedelta(days=first)), "back": str(today + timedelta(days=last))}
    return {"reason": "系统整改", "measures": "通过门户网站提供服务。"} | days | changes


# ---- opening ---------------------------------------------------------------------------------------------------


@pytest.fixture
def approved(apply, go, district):
    case = apply("website.opening", OPENING)
    go(case, "consent", district.principal)
    go(case, "office", district.clerk)
    go(case, "city", district.clerk, number="渝府办函〔2026〕1号", dated=DAY)
    return case


def six_steps(case, go, district, publish_notice):
    go(case, "mark_request", district.manager)
    go(case, "mark", district.bb, mark="20000000000000000000000050010902", dated=DAY)
    go(case, "domain", district.manager, domain="zk.beibei.gov.cn", icp="渝ICP备12345679号", dated=DAY)
    go(case, "test", district.manager, tester="演示检测机构", dated=DAY)
    go(case, "police", district.police, police="渝公网安备50010900000002号", dated=DAY)
    go(case, "national", district.manager, site_code="5001090003", dated=DAY)
    go(case, "notice_draft", district.writer, title="关于开通网站的公告", text="现予公告。")
    publish_notice(case)


def test_opening__from_application_to_live(approved, go, district, publish_notice, at):
    channel = Channel.objects.get(pk=approved.subject_id)
    assert (channel.channel_state, channel.name) == ("applied", "北碚招生考试网")
    six_steps(approved, go, district, publish_notice)
    assert refused(go, approved, "live", district.clerk, logo=True, opened_on=DAY) == {"step.not_yet"}
    go(approved, "report", district.wxb, number="网备001", dated=DAY)
    assert "opening.no_logo" in refused(go, approved, "live", district.clerk, logo=False, opened_on=DAY)
    go(approved, "live", district.clerk, logo=True, opened_on=DAY)
    channel.refresh_from_db()
    assert (channel.channel_state, channel.opened_on) == ("normal", date(2026, 11, 23))
    assert current_identifier(channel, "site_code", date(2026, 11, 24)) == "5001090003"
    approved.refresh_from_db()
    assert approved.state == CaseState.DONE
    assert broken() == []


def test_opening__refused_with_a_part_of_the_file_missing(apply, file):
    files = {"division": file("分工"), "review": file("审查")}
    assert refused(apply, "website.opening", OPENING, files=files) == {
        "file.missing.protection",
        "file.missing.emergency",
    }
    assert Channel.objects.filter(kind="site").count() == 0


def test_opening__needs_the_four_parts_that_the_pack_names(at):
    from zhengtong.regulation import parameter

    named = parameter("opening.file.parts", on=at.date()).words
    assert [one.label for one in registry.procedures["website.opening"].application.files] == list(named)


def test_opening__of_a_site_for_a_campaign_is_led_to_a_topic(apply):
    assert "opening.special" in refused(apply, "website.opening", OPENING | {"why": "special"})


def test_opening__refused_when_the_domain_is_anothers_or_malformed(apply, site):
    assert "opening.domain_taken" in refused(
        apply, "website.opening", OPENING | {"domain": "jy.beibei.gov.cn"}
    )
    assert "domain_malformed" in refused(apply, "website.opening", OPENING | {"domain": "beibei.com"})


def test_opening__slogan_without_reason_is_refused(apply):
    assert "slogan.no_reason" in refused(apply, "website.opening", OPENING | {"slogan": "开放北碚"})


def test_opening__refused_by_the_city_leaves_a_cancelled_record(apply, go, district):
    case = apply("website.opening", OPENING)
    go(case, "consent", district.principal)
    go(case, "office", district.clerk)
    go(case, "city", district.clerk, outcome="refuse", opinion="可通过子站实现。")
    assert Channel.objects.get(pk=case.subject_id).channel_state == "cancelled"


def test_opening__wrong_hand_and_double_click_are_refused(approved, go, district, at):
    assert refused(go, approved, "mark_request", district.stranger) == {"step.wrong_hand"}
    go(approved, "mark_request", district.manager)
    assert refused(go, approved, "mark_request", district.manager) == {"step.done_already"}
    assert [step.code for step in waiting_for(district.bb, at)] == ["mark"]  # at its own desk (2.2)
    assert refused(go, approved, "mark", district.police, mark="2" * 32, dated=DAY) == {"step.wrong_hand"}


def test_going_live__with_five_of_six_steps_is_refused_by_the_database(
    approved, go, district, publish_notice
):
    six_steps(approved, go, district, publish_notice)  # all but the report to the Cyberspace office
    rows = Channel.objects.filter(pk=approved.subject_id)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(channel_state="normal", moved_by=approved)


def test_notice_draft__thrown_away_is_asked_for_again(approved, go, district, at):
    from zhengtong.publishing.actions import discard_draft

    go(approved, "mark_request", district.manager)
    go(approved, "mark", district.bb, mark="20000000000000000000000050010902", dated=DAY)
    go(approved, "domain", district.manager, domain="zk.beibei.gov.cn", icp="渝ICP备12345679号", dated=DAY)
    go(approved, "test", district.manager, tester="演示检测机构", dated=DAY)
    go(approved, "police", district.police, police="渝公网安备50010900000002号", dated=DAY)
    go(approved, "national", district.manager, site_code="5001090003", dated=DAY)
    go(approved, "notice_draft", district.writer, title="公告", text="公告。")
    notice = CaseNotice.objects.get(case=approved)
    discard_draft(Article.objects.get(pk=notice.article_id), by=district.writer, at=at)
    work_off(at + timedelta(minutes=1))
    assert state_of(approved, "notice_draft") == "open"


# ---- offline ---------------------------------------------------------------------------------------------------


def go_offline(case, go, district, publish_notice, day=0):
    go(case, "consent", district.deputy, day=day)
    go(case, "national", district.manager, day=day, dated=DAY)
    go(case, "office", district.clerk, day=day)
    go(case, "city", district.clerk, day=day, number="渝府办函〔2026〕2号", dated=DAY)
    go(case, "notice_draft", district.writer, day=day, title="关于临时下线的公告", text="现予公告。")
    publish_notice(case, day=day)
    go(case, "own_notice", district.manager, day=day, url="https://jy.beibei.gov.cn/gg.html", dated=DAY)
    go(case, "down", district.manager, day=day + 1)


def test_suspension__goes_down_counts_down_and_comes_back(site, apply, go, district, publish_notice, at):
    case = apply("website.suspension", offline(at), subject=site)
    go_offline(case, go, district, publish_notice)
    site.refresh_from_db()
    suspension = Suspension.objects.get(channel=site)
    assert (site.channel_state, suspension.counted, suspension.year) == ("suspended", True, 2026)
    clock = running().get(kind="site.back")
    assert clock.due_date == at.date() + timedelta(days=20)
    tick(at + timedelta(days=14))
    assert Message.objects.filter(person=district.manager, subject__contains="即将到期").exists()
    go(case, "back", district.manager, day=15)
    site.refresh_from_db()
    assert site.channel_state == "normal"
    assert not running().filter(kind="site.back").exists()


def test_suspension__refused_when_the_years_one_is_used(site, apply, go, district, publish_notice, at):
    case = apply("website.suspension", offline(at, last=5), subject=site)
    go_offline(case, go, district, publish_notice)
    go(case, "back", district.manager, day=3)
    with pytest.raises(Refused, match=case.number):
        apply("website.suspension", offline(at, first=10, last=12), subject=site, day=4)
    next_year = {"down": "2027-01-05", "back": "2027-01-20"}
    assert apply("website.suspension", offline(at, **next_year), subject=site, day=5).number.startswith(
        "WZXX"
    )


def test_suspension__refused_on_the_thirty_first_day(site, apply, at):
    assert "suspension.too_long" in refused(
        apply, "website.suspension", offline(at, first=1, last=32), subject=site
    )
    assert apply("website.suspension", offline(at, first=1, last=31), subject=site)


def test_suspension__gives_all_reasons_at_once(site, apply, at, district):
    codes = refused(
        apply,
        "website.suspension",
        offline(at, first=-1, last=40, reason=""),
        subject=site,
        by=district.stranger,
    )
    assert codes == {"case.not_yours", "answer.missing.reason", "suspension.past", "suspension.too_long"}


def test_suspension__not_back_in_time_opens_a_case_by_itself_once(
    site, apply, go, district, publish_notice, at
):
    case = apply("website.suspension", offline(at, first=1, last=31), subject=site)
    go_offline(case, go, district, publish_notice)
    late = at + timedelta(days=32)
    from zhengtong.websites.tasks import open_overdue

    assert open_overdue(at + timedelta(days=31)) == 0
    assert open_overdue(late) == 1
    assert open_overdue(late + timedelta(days=1)) == 0
    tick(late)
    assert Message.objects.filter(person=district.deputy, subject__contains="逾期").exists()
    overdue = Case.objects.get(procedure="website.overdue")
    go(overdue, "explain", district.manager, day=33, why="整改未完成", back="2026-12-30")
    go(overdue, "decide", district.clerk, day=33, what="limit")
    go(case, "back", district.manager, day=36)
    go(overdue, "end", district.clerk, day=36, result="已恢复上线", dated="2026-12-29")
    overdue.refresh_from_db()
    assert overdue.state == CaseState.DONE


def test_suspension__a_second_in_the_year_is_refused_by_the_database(site, apply, at):
    case = apply("website.suspension", offline(at), subject=site)
    other = Case.objects.create(
        number="X-1", edition=case.edition, procedure="x", section="websites", title="x", party="jw", party_name="x",
        opened_at=at,
    )  # fmt: skip
    terms = {"channel": site, "cause": "rectify", "counted": True, "year": 2026, "down_on": at.date()}
    day = at.date()
    Suspension.objects.create(case=case, planned_back=day, latest_back=day, back_on=day, **terms)
    with pytest.raises(DatabaseError), transaction.atomic():
        Suspension.objects.create(case=other, planned_back=day, latest_back=day, back_on=day, **terms)
    with pytest.raises(DatabaseError), transaction.atomic():
        Suspension.objects.create(
            case=other, planned_back=day + timedelta(days=2), latest_back=day, **terms | {"year": 2027}
        )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE websites_suspension SET counted = %s", [False])


def test_outage__is_down_at_once_reported_and_not_counted(site, apply, go, district, at):
    asked = {
        "cause": "force_majeure",
        "reason": "机房断电",
        "down": str(at.date()),
        "plan": "预计两日内恢复。",
    }
    case = apply("website.outage", asked, subject=site)
    site.refresh_from_db()
    assert site.channel_state == "suspended"
    letter = papers.build(case, case.text.forms[0])
    assert "于2026年11月23日因不可抗力" in letter.sections[0].texts[0]
    go(case, "signed", district.principal)
    go(case, "report", district.clerk, number="北碚府办报〔2026〕1号", dated=DAY)
    go(case, "back", district.manager, day=2)
    assert Suspension.objects.get(channel=site).counted is False
    assert apply("website.suspension", offline(at, first=10, last=12), subject=site, day=3)


def test_outage__ordered_needs_who_ordered_it(site, apply, at):
    asked = {"cause": "ordered", "reason": "漏洞", "down": str(at.date()), "plan": "修复"}
    assert refused(apply, "website.outage", asked, subject=site) == {"answer.missing.ordered_by"}


def test_suspension__approved_before_a_revision_keeps_its_days_and_a_later_one_gets_the_new(
    site, apply, go, district, publish_notice, at, tmp_path
):
    (tmp_path / "pack.toml").write_text('level = "district"\ntitle = "修订稿（演示）"\n', encoding="utf-8")
    (tmp_path / "parameters.toml").write_text(
        '[[parameters]]\ncode = "suspension.days.max"\nvalue = 10\nunit = "calendar_day"\nlabel = "临时下线天数上限"\n'
        'clause = "3.11"\nsource = "S0"\nconfidence = "read"\nvalid_from = 2026-12-01\n',
        encoding="utf-8",
    )
    with using_pack(tmp_path):
        case = apply("website.suspension", offline(at, last=25), subject=site)
        go_offline(case, go, district, publish_notice)
        assert Suspension.objects.get().latest_back == at.date() + timedelta(days=31)
        go(case, "back", district.manager, day=20)
        codes = refused(
            apply,
            "website.suspension",
            offline(at, down="2027-01-04", back="2027-01-20"),
            subject=site,
            day=30,
        )
        assert codes == {"suspension.too_long"}


# ---- change ----------------------------------------------------------------------------------------------------


def test_change__of_the_contact_asks_only_for_what_it_touches(site, apply, go, district):
    asked = {"changes": ["people"], "reason": "人员调整", "people": "负责人：演示"}
    case = apply("website.change", asked, subject=site)
    go(case, "consent", district.principal)
    go(case, "office", district.clerk)
    go(case, "national", district.manager, dated=DAY)
    go(case, "update", district.clerk)
    case.refresh_from_db()
    assert case.state == CaseState.DONE
    assert set(case.steps.filter(state="skipped").values_list("code", flat=True)) == {
        "new_consent", "mark", "domain", "police", "old_notice", "report", "retire",
    }  # fmt: skip


def test_change__of_domain_and_host_ends_in_the_register(site, apply, go, district):
    asked = {
        "changes": ["host", "domain"],
        "reason": "机构调整",
        "new_host": "wjw",
        "new_domain": "wj.beibei.gov.cn",
    }
    assert "change.same_domain" in refused(
        apply, "website.change", asked | {"new_domain": "jy.beibei.gov.cn"}, subject=site
    )
    case = apply("website.change", asked, subject=site)
    go(case, "consent", district.principal)
    assert refused(go, case, "new_consent", district.principal) == {"step.wrong_hand"}
    go(case, "new_consent", district.head)
    go(case, "office", district.clerk)
    go(case, "mark", district.bb, mark="10000000000000000000000050010901", dated=DAY)
    go(case, "domain", district.manager, domain="wj.beibei.gov.cn", icp="渝ICP备12345678号-2", dated=DAY)
    go(case, "police", district.police, police="渝公网安备50010900000001号", dated=DAY)
    go(case, "old_notice", district.manager, text="域名变更公告", dated=DAY)
    go(case, "national", district.manager, dated=DAY)
    go(case, "report", district.wxb, number="网备002", dated=DAY)
    go(case, "update", district.clerk)
    go(case, "retire", district.manager, day=1)
    site.refresh_from_db()
    assert (site.host.code, site.url) == ("wjw", "https://wj.beibei.gov.cn/")
    assert current_identifier(site, "domain", date(2026, 11, 25)) == "wj.beibei.gov.cn"
    assert site.identifiers.filter(kind="domain", ended_on__isnull=True).count() == 1


# ---- closing ---------------------------------------------------------------------------------------------------


CLOSING = {"why": "merged", "reason": "机构改革", "safeguards": "专人值守", "destination": "门户网站教育专栏"}


@pytest.fixture
def closing(site, apply, go, district):
    case = apply("website.closure", CLOSING, subject=site)
    go(case, "consent", district.principal)
    go(case, "national", district.manager, dated=DAY)
    go(case, "office", district.clerk)
    go(case, "city", district.clerk, number="渝府办函〔2026〕3号", dated=DAY)
    go(case, "own_notice", district.manager, url="https://jy.beibei.gov.cn/qy.html", dated=DAY)
    return case


LIST = "标题,原网址,不迁移理由\n关于某某的通知,https://jy.beibei.gov.cn/1.html,已过有效期\n"


def moved(closing, go, district, file, publish_notice, day=0):
    go(closing, "migrate", district.manager, files={"list": file("原网站内容清单", LIST.encode(), "csv")})
    go(closing, "notice_draft", district.writer, title="关于关停网站的公告", text="原有内容去向如下。")
    return publish_notice(closing, day=day)


def test_closing__runs_to_its_end_after_thirty_days(closing, site, go, district, file, publish_notice, at):
    site.refresh_from_db()
    assert site.channel_state == "closing"
    moved(closing, go, district, file, publish_notice)
    assert end_waits(at + timedelta(days=30)) == 0
    assert end_waits(at + timedelta(days=31)) == 1
    day = str(at.date() + timedelta(days=32))
    go(closing, "own_kept", district.manager, day=32)
    assert refused(go, closing, "closed", district.clerk, day=32) == {"step.not_yet"}
    go(closing, "icp", district.manager, day=32, dated=day)
    go(closing, "mark", district.bb, day=32, dated=day)
    go(closing, "police", district.police, day=32, dated=day)
    go(closing, "domain", district.manager, day=32, dated=day)
    go(closing, "report", district.wxb, day=32, number="网备003", dated=day)
    go(closing, "closed", district.clerk, day=32)
    site.refresh_from_db()
    assert site.channel_state == "closed"
    assert not site.identifiers.filter(ended_on__isnull=True).exists()
    assert DomainWatch.objects.get(channel=site).domain == "jy.beibei.gov.cn"
    assert running().filter(kind="site.domain_look").count() == 1


def test_closing__content_that_is_neither_found_nor_explained_is_named(closing, go, district, file):
    listed = file("原网站内容清单", "标题,原网址\n一个丢失的标题,https://x/1\n".encode(), "csv")
    with pytest.raises(Refused, match="第2行“一个丢失的标题”"):
        go(closing, "migrate", district.manager, files={"list": listed})
    assert ContentAccount.objects.count() == 0
    assert state_of(closing, "migrate") == "open"


@pytest.mark.parametrize("data", ["没有表头的一行\n".encode(), "标题\n".encode()])
def test_closing__unreadable_or_empty_list_is_refused_in_words(closing, go, district, file, data):
    codes = refused(go, closing, "migrate", district.manager, files={"list": file("清单", data, "csv")})
    assert codes & {"content.unreadable", "content.empty"}


def test_notice__taken_down_on_day_29_is_refused(closing, go, district, file, publish_notice, at):
    article = moved(closing, go, district, file, publish_notice)
    codes = refused(
        take_down,
        article,
        by=district.third,
        at=at + timedelta(days=29),
        reason=TakedownReason.ERROR,
        note="有误",
    )
    assert codes == {"takedown.held"}


def test_closing__withdrawing_after_the_citys_approval_is_refused(closing, district, at):
    assert "case.binding" in refused(actions.withdraw, closing, by=district.manager, at=at, why="不关了")


def test_second_closing__of_the_same_site_is_refused(closing, site, apply):
    assert "case.running" in refused(apply, "website.closure", CLOSING, subject=site)


# ---- the unit is no more ---------------------------------------------------------------------------------------


def test_unit_dissolved_under_way__the_office_hears_of_it_and_hands_the_case_over(
    site, apply, go, district, at
):
    asked = {"changes": ["people"], "reason": "人员调整", "people": "负责人：演示"}
    case = apply("website.change", asked, subject=site)
    close_unit(district.jw, reason="机构合并", by=district.clerk, at=at)
    work_off(at + timedelta(minutes=1))
    assert Message.objects.filter(person=district.clerk, subject__contains="已撤并").exists()
    assert refused(go, case, "consent", district.principal) == {"step.wrong_hand"}
    actions.hand_over(case, "wjw", by=district.clerk, at=at, why="职责划入区卫健委")
    go(case, "consent", district.head)


# ---- a topic instead of a site ---------------------------------------------------------------------------------


TOPIC = {
    "name": "防汛抗旱专题", "summary": "防汛抗旱工作信息", "slug": "fxkh2026", "place": "portal", "joint": ["wjw"],
    "reason": "汛期多部门联合发布",
}  # fmt: skip


def test_topic__is_opened_by_the_offices_approval(apply, go, district):
    case = apply("website.topic", TOPIC)
    go(case, "consent", district.deputy)
    go(case, "office", district.clerk)
    topic = Topic.objects.get()
    assert (topic.column.name, [unit.code for unit in topic.units]) == ("防汛抗旱专题", ["jw", "wjw"])
    assert "topic.name_taken" in refused(apply, "website.topic", TOPIC | {"slug": "fxkh2027"})


def test_topic__with_a_wrong_address_is_refused_before_it_is_applied_for(apply):
    assert refused(apply, "website.topic", TOPIC | {"slug": "防汛 抗旱"})
