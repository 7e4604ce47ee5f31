import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml.html import fromstring

from zhengtong.desk.lines import Asking
from zhengtong.desk.standing import alarms, standings
from zhengtong.duties.models import Appointment, PostKind, Relaxation
from zhengtong.engine.jobs.models import Heartbeat, Job, State
from zhengtong.publishing.actions import create_draft, send_back, sign, submit
from zhengtong.publishing.models import Article
from zhengtong.publishing.tests.conftest import BOTH, PASSED

pytestmark = pytest.mark.django_db


def whats(lines):
    return [line.what for line in lines]


def kinds(lines):
    return [line.kind for line in lines]


def another(cast, number, at):
    return create_draft(
        cast.column, by=cast.editor, at=at, title=f"第{number}号通知", content_source="区教委", secrecy_checked=True,
        body=[("paragraph", f"<p>第{number}号。</p>")],
    )  # fmt: skip


def test_reviewer__sees_what_to_sign_with_its_limit_and_one_button(cast, draft, ask, at):
    submit(draft, by=cast.editor, at=at)
    (line,) = ask(cast.first).todo
    assert (line.kind, line.what, line.whom) == ("一审一校", "关于开展读网演练的通知", "区教委")
    assert line.clock is not None
    assert line.act_url == reverse("articles:sign", args=[draft.pk])


def test_reviewer_of_a_later_stage__has_nothing_to_do_yet(cast, draft, ask, at):
    submit(draft, by=cast.editor, at=at)
    assert ask(cast.second).todo == []


def test_neighbours__never_see_items_of_another_unit(cast, draft, ask, at):
    submit(draft, by=cast.editor, at=at)
    for person in (cast.stranger, cast.neighbour_first, cast.neighbour_manager):
        desk = ask(person, at + timedelta(days=30))
        seen = [*desk.todo, *desk.time, *desk.waiting]
        assert not any("读网演练" in line.what or "区教委" in line.whom for line in seen)


def test_writer__sees_for_whom_the_text_waits_and_since_when(cast, draft, ask, at):
    submit(draft, by=cast.editor, at=at)
    (line,) = ask(cast.editor).waiting
    assert line.whom == "演示·first、演示·proof1"
    assert line.since == at


def test_writer__is_told_when_nobody_can_sign(cast, draft, ask, at):
    submit(draft, by=cast.editor, at=at)
    Appointment.objects.filter(post__in=[PostKind.REVIEWER_1, PostKind.PROOFREADER_1]).update(
        valid_until=at.date() - timedelta(days=1)
    )
    (line,) = ask(cast.editor).waiting
    assert line.whom == "无人可作审核、校对，请本单位管理员指派"
    assert line.tone == "bad"


def test_one_who_wrote_the_text__is_not_named_among_those_it_waits_for(cast, draft, ask, at):
    page = draft.specific.get_latest_revision_as_object()
    page.body = [("paragraph", "<p>一审改过的正文。</p>")]
    page.save_revision(user=cast.first)
    submit(draft, by=cast.editor, at=at)
    assert ask(cast.editor).waiting[0].whom == "演示·proof1"


def test_writer__finds_the_returned_text_first_and_drafts_below(cast, draft, ask, at):
    another(cast, 2, at)
    submission = submit(draft, by=cast.editor, at=at)
    send_back(submission, by=cast.first, at=at, reasons="请核对日期。")
    lines = ask(cast.editor).todo
    assert kinds(lines) == ["退回修改", "草稿"]
    assert lines[0].note == "请核对日期。"
    assert ask(cast.colleague).todo == []
    assert kinds(ask(cast.manager).todo).count("退回修改") == 1


def test_former_writer__has_no_lines_left(cast, draft, ask, at):
    Appointment.objects.filter(person=cast.editor).update(valid_until=at.date() - timedelta(days=1))
    assert ask(cast.editor).todo == []


def test_reviewer_who_signed__sees_the_text_wait_for_the_next_stage(cast, draft, ask, at):
    submission = submit(draft, by=cast.editor, at=at)
    sign(submission, by=cast.first, at=at, acts=BOTH, gates=PASSED)
    desk = ask(cast.first)
    assert desk.todo == []
    assert kinds(desk.waiting) == ["二审二校"]


def test_leader__sees_what_of_the_unit_is_late(cast, draft, ask, at):
    submit(draft, by=cast.editor, at=at)
    late = at + timedelta(days=20)
    for person in (cast.principal, cast.third, cast.manager):
        assert "一审一校：关于开展读网演练的通知" in whats(ask(person, late).time)
    assert ask(cast.colleague, late).time == []


def test_late_work__stands_once_and_above_what_is_due_later(cast, draft, ask, at):
    submit(draft, by=cast.editor, at=at - timedelta(days=20))
    submit(another(cast, 2, at), by=cast.editor, at=at)
    desk = ask(cast.first)
    assert whats(desk.todo) == ["关于开展读网演练的通知", "第2号通知"]
    assert desk.todo[0].is_late(at)
    assert not desk.todo[1].is_late(at)
    assert desk.time == []
    assert desk.waiting == []


def test_office_clerk__decides_relaxations_that_the_manager_waits_for(cast, ask, at):
    Relaxation.objects.create(
        unit=cast.education,
        reason="人员不足",
        valid_until=at.date(),
        requested_by=cast.manager,
        requested_at=at,
    )
    (line,) = ask(cast.clerk).todo
    assert (line.kind, line.act) == ("放宽审批", "审批")
    assert kinds(ask(cast.manager).waiting) == ["放宽申请"]
    assert ask(cast.neighbour_manager).waiting == []


def test_manager__is_reminded_of_each_written_system_that_is_missing(cast, ask):
    assert kinds(ask(cast.manager).todo).count("三项制度") == 3
    assert kinds(ask(cast.editor).todo) == []


def test_system_administrator__sees_failed_work_by_kind(cast, ask, at):
    for _ in range(3):
        Job.objects.create(task="ledger.verify", state=State.FAILED, run_at=at, created_at=at)
    (line,) = ask(cast.system).todo
    assert line.what == "“核验留痕”有3次未能完成"
    assert ask(cast.editor).todo == []


def test_audit_administrator__hears_of_breaks_and_of_checks_not_made(cast, ask, at):
    assert whats(ask(cast.audit).todo) == ["留痕尚未按日核验"]
    done = {"lines": 10, "breaks": 2, "messages": []}
    job = Job.objects.create(
        task="ledger.verify", state=State.DONE, run_at=at, created_at=at, finished_at=at, result=done
    )
    assert whats(ask(cast.audit).todo) == ["最近一次核验发现2处留痕异常"]
    Job.objects.filter(pk=job.pk).update(result=done | {"breaks": 0})
    assert ask(cast.audit).todo == []


def test_watchdog__is_heard_by_administrators_and_the_office_alone(cast, at):
    assert any("后台进程已停止响应" in one for one in alarms(Asking(cast.clerk, at)))
    assert any("后台进程已停止响应" in one for one in alarms(Asking(cast.system, at)))
    assert alarms(Asking(cast.editor, at)) == []
    assert alarms(Asking(cast.principal, at)) == []
    Heartbeat.objects.create(worker="local-1", at=at)
    assert not any("后台进程" in one for one in alarms(Asking(cast.clerk, at)))


def test_each_administrator__sees_the_own_part_of_how_things_stand(cast, at):
    def labels(person):
        return [one.label for one in standings(Asking(person, at))]

    assert "后台进程" in labels(cast.system)
    assert labels(cast.security)[0] == "锁定的账号"
    assert labels(cast.audit)[0] == "留痕核验"
    assert labels(cast.editor) == []


def page_of(client, person):
    client.force_login(person)
    answer = client.get(reverse("wagtailadmin_home"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_first_page__is_the_desk_for_every_role_and_says_when_there_is_nothing(cast, client):
    for person in (cast.editor, cast.first, cast.liaison, cast.security):
        shown = page_of(client, person)
        assert "我的工作" in shown
        assert "目前没有需要您办理的事项。" in shown
        main = fromstring(shown).xpath("//main//header | //main//div[@class='zt-body']")
        assert len(main) == 2
        assert not re.findall(
            r"[A-Za-z]{4,}", " ".join(part.text_content() for part in main).replace(str(person), "")
        )


def test_co_supervisor__is_told_plainly_that_nothing_is_filed_yet(cast, client):
    assert "目前没有待签收的备案和报告" in page_of(client, cast.liaison)
    assert "待签收的备案" not in page_of(client, cast.editor)


def test_number_of_queries__does_not_grow_with_the_work(cast, client, at):
    def asked(person):
        client.force_login(person)
        client.get(reverse("wagtailadmin_home"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("wagtailadmin_home"))
        return len(captured)

    now = timezone.now()
    people = (cast.editor, cast.first, cast.manager, cast.clerk)
    send_back(submit(another(cast, 0, now), by=cast.editor, at=now), by=cast.first, at=now, reasons="请改。")
    submit(another(cast, 1, now), by=cast.editor, at=now - timedelta(days=30))
    through = submit(another(cast, 8, now), by=cast.editor, at=now)
    sign(through, by=cast.first, at=now, acts=BOTH, gates=PASSED)
    before = [asked(person) for person in people]
    for number in range(2, 8):
        submission = submit(another(cast, number, now), by=cast.editor, at=now - timedelta(days=number * 5))
        if number % 2:
            sign(submission, by=cast.first, at=now, acts=BOTH, gates=PASSED)
    assert Article.objects.count() == 9
    assert [asked(person) for person in people] == before
