"""查询: what the citizen with the code sees at every stage, and the three things that can be done with it (5.7)."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError

from zhengtong.interaction import actions, codes, tray
from zhengtong.interaction.models import Rating, Satisfaction
from zhengtong.portal.tests.voices.conftest import CORRECTION, code_in, message_of, seen, text
from zhengtong.portal.voices import enquiry

pytestmark = pytest.mark.django_db


# ---- finding it -------------------------------------------------------------------------------------------


def test_enquiry__answers_get_head_and_post_alone_and_is_kept_nowhere(citizen):
    response = citizen.get("/hdjl/cx/")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert citizen.client.head("/hdjl/cx/").status_code == 200
    assert citizen.client.put("/hdjl/cx/").status_code == 405


def test_code_in_the_address__is_not_even_looked_at(citizen, sent):
    code, message = sent()
    assert message.number not in text(citizen.get(f"/hdjl/cx/?code={code}"))
    assert code not in text(citizen.get(f"/hdjl/cx/?code={code}"))


def test_unknown__gets_the_same_answer_as_what_is_no_code(citizen, sent):
    sent()
    answers = {}
    for said in ("0000-0000-0000", "ZZZZ-ZZZZ-ZZZZ", "12", "不是码", "'; --", "A" * 500):
        response = citizen.ask(said)
        answers[said] = (response.status_code, seen(response), re.sub(r'value="[^"]*"', "", text(response)))
    assert len(set(answers.values())) == 1
    assert "没有查到" in seen(citizen.ask("12"))


def test_nothing_typed__says_so(citizen):
    assert "请输入查询码" in seen(citizen.ask(""))


def test_code__is_found_however_it_was_typed(citizen, sent):
    code, message = sent()
    for said in (
        code.lower(),
        code.replace("-", ""),
        f" {code.replace('-', ' ')} ",
        code.replace("0", "o").replace("1", "l"),
    ):
        assert message.number in seen(citizen.ask(said)), said


def test_tray__a_message_that_is_not_registered_yet_is_found(citizen):
    code = code_in(citizen.send("/hdjl/xx/"))
    assert "已收到，正在登记" in seen(citizen.ask(code))


def test_registered_between_two_looks__is_found(citizen, at, monkeypatch):
    code = code_in(citizen.send("/hdjl/xx/"))
    plain, looked = enquiry.found, []

    def late(mark):
        looked.append(mark)
        if len(looked) == 1:
            actions.empty_tray(at)
            return None
        return plain(mark)

    monkeypatch.setattr(enquiry, "found", late)
    told = seen(citizen.ask(code))
    assert message_of(code).number in told
    assert len(looked) == 2


def test_locked_database__a_message_in_the_tray_is_received_and_being_registered(citizen, database_locked):
    code = code_in(citizen.send("/hdjl/xx/"))
    with database_locked():
        response = citizen.ask(code)
    assert response.status_code == 200
    assert "已收到，正在登记" in seen(response)


def test_locked_database__of_another_nothing_is_said_but_that_it_is_not_lost(citizen, sent, database_locked):
    code, _ = sent()
    with database_locked():
        response = citizen.ask(code)
    assert response.status_code == 503
    assert "不会丢失" in seen(response)
    assert code in text(response)


# ---- where it stands --------------------------------------------------------------------------------------


def test_received__no_limit_is_shown_before_an_office_has_it(citizen, sent):
    code, message = sent()
    told = seen(citizen.ask(code))
    assert "正在确定由哪个单位办理" in told
    assert "办理期限" not in told
    assert message.title in told


def test_forwarded_and_signed_for__unit_times_and_the_limit_with_its_computation(citizen, sent, cast, at):
    code, message = sent()
    actions.forward(message, cast.units["jw"], by=cast.clerk, at=at + timedelta(hours=1), note="内部说明")
    message.refresh_from_db()
    actions.acknowledge(message, by=cast.manager, at=at + timedelta(hours=2))
    told = seen(citizen.ask(code))
    assert "2026-11-23 13:00 转区教委办理" in told
    assert "2026-11-23 14:00 区教委已签收" in told
    assert "应于 2026-11-30 以前答复" in told
    assert "当日不计入" in told
    assert "起算有两种理解" not in told  # only of corrections
    assert "内部说明" not in told
    assert cast.manager.name not in told


def test_correction__both_readings_of_the_two_days_are_named(citizen, at):
    code = code_in(citizen.send("/jiucuo/", CORRECTION))
    actions.empty_tray(at)
    message = message_of(code)
    actions.forward(message, message_units(message)["jw"], by=clerk(), at=at)
    told = seen(citizen.ask(code))
    assert "自收到之日的次日起算" in told
    assert "自转办之日的次日起算" in told
    assert "应于 2026-11-25 以前答复" in told


def message_units(message):
    from zhengtong.duties.models import Unit

    return {unit.code: unit for unit in Unit.objects.all()}


def clerk():
    from zhengtong.duties.models import Person

    return Person.objects.get(username="clerk")


def test_sent_back__says_so_without_the_units_own_words(citizen, sent, cast, at):
    code, message = sent()
    actions.forward(message, cast.units["wjw"], by=cast.clerk, at=at)
    message.refresh_from_db()
    actions.send_back(message, why="内部理由", right_unit=cast.units["jw"], by=cast.neighbour, at=at)
    told = seen(citizen.ask(code))
    assert "认为不属其职责，退回重新确定承办单位" in told
    assert "内部理由" not in told
    assert "办理期限" not in told


def test_paused__until_when_and_why_in_general_words(citizen, sent, cast, at):
    code, message = sent()
    actions.forward(message, cast.units["jw"], by=cast.clerk, at=at)
    message.refresh_from_db()
    pause = actions.ask_pause(
        message, why="等王某的病历", until=(at + timedelta(days=7)).date(), by=cast.manager, at=at
    )
    assert "暂停" not in seen(citizen.ask(code))
    actions.decide_pause(pause, allow=True, by=cast.clerk, at=at)
    told = seen(citizen.ask(code))
    assert "最迟于2026年11月30日" in told
    assert "王某" not in told


def test_answered__text_unit_and_day(citizen, sent, answer, at):
    code, message = sent()
    answer(message, at + timedelta(hours=3), reply="第一行\n第二行<b>不是标签</b>")
    page = citizen.ask(code)
    assert "区教委的答复" in seen(page)
    assert "2026-11-23 15:00" in seen(page)
    assert "第二行&lt;b&gt;不是标签" in text(page)
    assert "按期办结" in seen(page)


def test_answered_correction__both_versions_are_quoted(citizen, cast, at):
    code = code_in(citizen.send("/jiucuo/", CORRECTION))
    actions.empty_tray(at)
    message = message_of(code)
    actions.forward(message, cast.units["jw"], by=cast.clerk, at=at)
    message.refresh_from_db()
    actions.draft_answer(
        message, text="已更正。", quoted_before="2月30日", quoted_after="2月28日", by=cast.manager, at=at
    )
    actions.submit_answer(message, by=cast.manager, at=at)
    actions.send_answer(message, by=cast.first, at=at)
    page = text(citizen.ask(code))
    assert "<del>2月30日</del>" in page
    assert "<ins>2月28日</ins>" in page


def test_declined__with_the_reason(citizen, sent, cast, at):
    code, message = sent()
    actions.decline(message, why="请向街道办事处申请。", by=cast.clerk, at=at)
    assert "请向街道办事处申请" in seen(citizen.ask(code))


def test_merged__shows_the_answer_of_the_lead_without_personal_data_of_its_writer(
    citizen, sent, answer, cast, at
):
    _, lead = sent()
    code, message = sent(title="也问报名材料")
    actions.merge(message, lead, by=cast.clerk, at=at)
    assert "合并办理" in seen(citizen.ask(code))
    lead.refresh_from_db()
    answer(lead, at, reply="请带户口簿。您的电话13812345678已登记。")
    told = seen(citizen.ask(code))
    assert "请带户口簿" in told
    assert "13812345678" not in told
    assert "已隐去其中的个人信息" in told
    assert lead.title not in told


def test_contact__is_not_shown_to_who_looks_over_the_shoulder(citizen, sent):
    code, _ = sent(sender_phone="13812345678", sender_name="王小某")
    assert "13812345678" not in text(citizen.ask(code))
    assert "王小某" not in text(citizen.ask(code))


# ---- what can be done -------------------------------------------------------------------------------------


def test_reminding__once_a_day(citizen, sent, now):
    code, message = sent()
    assert "已催办" in seen(citizen.act(code, "remind", text="请快一点"))
    assert message.reminders.get().text == "请快一点"
    assert "您今天已催办过" in seen(citizen.ask(code))
    now["later"](days=1)
    citizen.act(code, "remind")
    assert message.reminders.count() == 2


def test_reminding_twice_at_once__is_refused_in_words(citizen, sent, at):
    from zhengtong.interaction import gate

    code, message = sent()
    token = gate.issue("message.remind", at)
    citizen.ask(code, act="remind", token=token)
    assert "您今天已催办过" in seen(citizen.ask(code, act="remind", token=token))
    assert message.reminders.count() == 1


def test_rating__once_for_an_answer(citizen, sent, answer, at):
    code, message = sent()
    answer(message, at)
    response = citizen.act(code, "rate", satisfaction="good", comment="谢谢")
    assert "已收到您的评价" in seen(response)
    assert "您的评价：满意" in seen(response)
    assert Rating.objects.get().satisfaction == Satisfaction.GOOD
    assert "您已对本次答复作出评价" in seen(citizen.ask(code))


def test_rating_without_a_choice__is_refused_and_keeps_what_was_typed(citizen, sent, answer, at):
    code, message = sent()
    answer(message, at)
    response = citizen.act(code, "rate", comment="说得不清楚")
    assert "请选择满意、基本满意或者不满意" in seen(response)
    assert "说得不清楚</textarea>" in text(response)
    assert Rating.objects.count() == 0


def test_reopening__the_same_unit_has_it_again(citizen, sent, answer, at):
    code, message = sent()
    answer(message, at)
    assert "请写明哪里没有解决" in seen(citizen.act(code, "reopen", why=" "))
    assert "已申请重新办理" in seen(citizen.act(code, "reopen", why="没有写明地点"))
    message.refresh_from_db()
    assert (message.reopened, message.unit.code) == (1, "jw")


def test_reopening_too_late__says_all_reasons_before_anybody_tries(citizen, sent, answer, at, now):
    code, message = sent()
    answer(message, at)
    now["later"](days=400)
    told = seen(citizen.ask(code))
    assert "可申请重新办理的期限" in told


def test_what_is_not_possible_now__is_refused_although_somebody_sends_it(citizen, sent, at):
    from zhengtong.interaction import gate

    code, _ = sent()
    for act in ("rate", "reopen"):
        token = gate.issue(f"message.{act}", at)
        assert "尚未答复" in seen(citizen.ask(code, act=act, token=token, satisfaction="good", why="不满意"))


@pytest.mark.parametrize("act", ["remind", "rate", "reopen"])
def test_act__needs_its_own_token(citizen, sent, at, act):
    from zhengtong.interaction import gate

    code, message = sent()
    for token in ("", "forged", gate.issue("letter", at), gate.issue("message.other", at)):
        assert "页面已失效" in seen(citizen.ask(code, act=act, token=token))
    assert message.reminders.count() == 0


def test_act_on_a_code_of_nothing__is_not_found(citizen, at):
    from zhengtong.interaction import gate

    response = citizen.ask("0000-0000-0000", act="remind", token=gate.issue("message.remind", at))
    assert "没有查到" in seen(response)


def test_act_while_the_database_is_locked__says_so_and_keeps_what_was_typed(citizen, sent, monkeypatch):
    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    code, _ = sent()
    monkeypatch.setattr(actions, "remind", locked)
    response = citizen.act(code, "remind", text="请快一点")
    assert response.status_code == 503
    assert "没有办成" in seen(response)
    assert "请快一点</textarea>" in text(response)


def test_tray__kept_code_is_the_digest_alone(citizen):
    code = code_in(citizen.send("/hdjl/xx/"))
    kept = tray.path_of(codes.mark_of(code)).read_text()
    assert code not in kept
    assert code.replace("-", "") not in kept
