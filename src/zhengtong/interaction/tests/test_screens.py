"""The staff side of citizens' messages (5.7): each screen, each role, refused before and after the click, nothing for a neighbour."""

import io
import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from zhengtong.interaction import actions
from zhengtong.interaction.models import (
    AnswerState,
    CitizenMessage,
    Forwarding,
    KnownAnswer,
    MessageState,
    Satisfaction,
)
from zhengtong.interaction.queries import routing, similar
from zhengtong.publishing.queries import current_publication

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>=cmd()“‮”{{ 7*7 }}"


@pytest.fixture(autouse=True)
def fresh_memory() -> None:
    """What a process remembers between requests belongs to another test's database."""
    routing.forget()
    similar.index.clear()


@pytest.fixture
def at() -> Any:
    """Screens judge by the clock on the wall."""
    return timezone.now() - timedelta(minutes=5)


@pytest.fixture
def sign_in(client: Client) -> Any:
    def enter(person: Any) -> Client:
        client.force_login(person)
        return client

    return enter


@pytest.fixture
def handled(cast: SimpleNamespace, letter: Any, at: Any) -> CitizenMessage:
    """A letter in the hands of 区教委, with contact."""
    made = letter(sender_name="王演示", sender_phone="023-60000001", may_publish=True)
    actions.forward(made, cast.units["jw"], by=cast.clerk, at=at)
    return CitizenMessage.objects.get(pk=made.pk)


def page(message: CitizenMessage, act: str = "inspect") -> str:
    return reverse(f"interaction_messages:{act}", args=[message.pk])


def text(response: Any) -> str:
    return response.content.decode()


def shown(client: Client, url: str, **asked: str) -> str:
    response = client.get(url, asked)
    assert response.status_code == 200, response.status_code
    return text(response)


def fresh(message: CitizenMessage) -> CitizenMessage:
    return CitizenMessage.objects.get(pk=message.pk)


def answered(
    message: CitizenMessage, cast: SimpleNamespace, at: Any, said: str = "请带户口簿。"
) -> CitizenMessage:
    actions.draft_answer(fresh(message), text=said, by=cast.manager, at=at)
    actions.submit_answer(fresh(message), by=cast.manager, at=at)
    actions.send_answer(fresh(message), by=cast.first, at=at)
    return fresh(message)


# ---- the page -----------------------------------------------------------------------------------------------


def test_page__shows_the_handler_letter_limits_and_the_form_of_the_answer(cast, handled, sign_in):
    body = shown(sign_in(cast.manager), page(handled))
    for words in (
        "孩子今年上小学",
        "王演示 023-60000001",
        "答复内容",
        "期限规定",
        "答复期限如何计算",
        "转办情况",
        "办理经过",
    ):
        assert words in body, words
    assert "签收" in body
    assert "审定并答复" not in body


@pytest.mark.parametrize(
    ("role", "sees"),
    [("clerk", True), ("manager", True), ("first", True), ("principal", True), ("liaison", False)],
)
def test_contact__is_shown_to_those_who_handle_it_alone(cast, handled, sign_in, role, sees):
    body = shown(sign_in(getattr(cast, role)), page(handled))
    assert ("60000001" in body) == sees
    assert ("仅办理人员可见" in body) != sees


def test_joint_unit__reads_the_letter_without_contact_and_gives_its_opinion(cast, handled, sign_in, at):
    actions.ask_joint(handled, cast.units["wjw"], by=cast.manager, at=at)
    client = sign_in(cast.neighbour)
    body = shown(client, page(handled))
    assert "孩子今年上小学" in body
    assert "60000001" not in body
    assert client.post(page(handled, "opinion"), {"text": "须提供接种证明。"}).status_code == 302
    assert client.post(page(handled, "opinion"), {"text": "再次"}).status_code == 403
    assert Forwarding.objects.get(role="joint").opinion == "须提供接种证明。"


def test_another_unit__sees_nothing_of_it_anywhere(cast, handled, sign_in):
    client = sign_in(cast.neighbour)
    for act in ("inspect", "answer", "forward", "send-back", "make-public"):
        assert client.get(page(handled, act)).status_code == 404
        assert client.post(page(handled, act), {"text": "越界"}).status_code in (404, 405)
    index = reverse("interaction_messages:index")
    assert handled.title not in shown(client, index)
    assert handled.title not in shown(client, reverse("interaction_topics"))
    assert handled.number not in text_of_export(client.get(index, {"export": "csv"}))


def text_of_export(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


def test_hostile_text__stands_inert_on_every_screen(cast, letter, sign_in, at):
    made = letter(title=HOSTILE, body=f"{HOSTILE}\n第二行", sender_name=HOSTILE[:40], may_publish=True)
    actions.forward(made, cast.units["jw"], by=cast.clerk, at=at, note=HOSTILE)
    client = sign_in(cast.clerk)
    urls = [
        page(made),
        page(made, "forward"),
        reverse("interaction_messages:index"),
        reverse("wagtailadmin_home"),
    ]
    for url in urls:
        assert "<script>alert(1)" not in shown(client, url), url
    answered(made, cast, at, HOSTILE)
    for url in (page(made), page(made, "make-public"), page(made, "learn")):
        assert "<script>alert(1)" not in shown(client, url), url
    assert "&lt;script&gt;alert(1)" in shown(client, page(made))


# ---- forwarding ---------------------------------------------------------------------------------------------


def test_proposals__stand_as_buttons_and_are_kept_with_the_decision(cast, letter, sign_in, at):
    made = letter(title="区教委通知", body="请区教委说明教育通知栏目里的报名安排。")
    client = sign_in(cast.clerk)
    body = shown(client, page(made))
    assert "转区教委" in body
    assert client.post(page(made, "forward"), {"unit": cast.units["jw"].pk}).status_code == 302
    kept = Forwarding.objects.get(message=made).suggested
    assert kept[0]["code"] == "jw"
    assert kept[0]["share"] > 50
    assert kept[0]["words"]
    assert "系统建议：区教委" in shown(client, page(made))


def test_forwarding__is_the_offices_alone_before_and_after_the_click(cast, handled, sign_in):
    client = sign_in(cast.manager)
    assert client.get(page(handled, "forward")).status_code == 403
    assert client.post(page(handled, "forward"), {"unit": cast.units["wjw"].pk}).status_code == 403
    assert fresh(handled).unit == cast.units["jw"]


def test_forwarding_twice__the_second_click_says_why(cast, letter, sign_in):
    made, client = letter(), sign_in(cast.clerk)
    given = {"unit": cast.units["jw"].pk}
    assert client.post(page(made, "forward"), given).status_code == 302
    again = client.post(page(made, "forward"), given)
    assert again.status_code == 409
    assert "无须再次转办" in text(again)
    assert Forwarding.objects.filter(message=made).count() == 1


def test_sent_back__who_is_named_right_is_proposed_first_and_the_sender_no_more(cast, handled, sign_in):
    client = sign_in(cast.manager)
    given = {"why": "不属本单位职责", "right_unit": cast.units["wjw"].pk}
    assert client.post(page(handled, "send-back"), given).status_code == 302
    # The unit still sees what it had to do with.
    assert client.get(page(handled)).status_code == 200
    body = shown(sign_in(cast.clerk), page(handled))
    assert "区教委退回时指明应由其办理" in body
    assert "转区教委</button>" not in body
    assert "转区卫生健康委</button>" in body


# ---- the answer ---------------------------------------------------------------------------------------------


def test_answer__is_saved_handed_in_returned_and_let_out(cast, handled, sign_in):
    client = sign_in(cast.manager)
    assert client.post(page(handled, "answer"), {"text": "请带户口簿。", "step": "save"}).status_code == 302
    assert "请带户口簿。" in shown(client, page(handled))
    assert client.post(page(handled, "send"), {}).status_code == 403
    assert client.post(page(handled, "answer"), {"text": "请带户口簿。", "step": "submit"}).status_code == 302
    assert client.post(page(handled, "answer"), {"text": "改", "step": "save"}).status_code == 403
    sign_in(cast.first)
    assert "审定并答复" in shown(client, page(handled))
    assert client.post(page(handled, "return-answer"), {"why": "请写明时间"}).status_code == 302
    sign_in(cast.manager)
    assert "请写明时间" in shown(client, page(handled))
    client.post(page(handled, "answer"), {"text": "请于六月带户口簿。", "step": "submit"})
    sign_in(cast.first)
    assert client.post(page(handled, "send"), {"note": ""}).status_code == 302
    assert client.post(page(handled, "send"), {"note": ""}).status_code == 403
    assert fresh(handled).state == MessageState.ANSWERED


def test_answer__refused_keeps_what_was_typed(cast, handled, sign_in, at):
    pause = actions.ask_pause(
        handled, why="须检测", until=(at + timedelta(days=5)).date(), by=cast.manager, at=at
    )
    actions.decide_pause(pause, allow=True, by=cast.clerk, at=at)
    client = sign_in(cast.manager)
    refused = client.post(page(handled, "answer"), {"text": "写了很久的答复", "step": "submit"})
    assert refused.status_code == 409
    assert "写了很久的答复" in text(refused)
    assert "请先恢复计时" in text(refused)
    assert fresh(handled).answers.get().text == "写了很久的答复"


def test_answer_of_a_similar_letter_and_of_the_library__are_taken_over_by_a_link(
    cast, handled, letter, sign_in, at
):
    other = letter(title="入学报名要带什么材料", body="孩子上小学，入学报名需要带哪些材料？")
    actions.forward(other, cast.units["jw"], by=cast.clerk, at=at)
    sent = answered(other, cast, at, "需要户口簿和接种证明。").answers.get()
    entry = actions.learn(
        cast.units["jw"],
        question="小学入学报名需要哪些材料",
        answer="户口簿、居住证明。",
        by=cast.manager,
        at=at,
    )
    client = sign_in(cast.manager)
    body = shown(client, page(handled))
    for asked, said in (
        (f"answer:{sent.pk}", "需要户口簿和接种证明。"),
        (f"known:{entry.pk}", "户口簿、居住证明。"),
    ):
        assert f"?take={asked}" in body
        assert f"{said}</textarea>" in shown(client, page(handled), take=asked)
    for nothing in ("answer:999999", "known:x", "x", f"answer:{sent.pk}'"):
        assert client.get(page(handled), {"take": nothing}).status_code == 200
    actions.forget(entry, why="政策调整", by=cast.manager, at=at)
    assert f"known:{entry.pk}" not in shown(client, page(handled))


def test_taken_over__never_from_a_letter_of_another_unit(cast, handled, letter, sign_in, at):
    other = letter(title="邻家来信", body="卫生健康事项，请问怎么办？")
    actions.forward(other, cast.units["wjw"], by=cast.clerk, at=at)
    actions.draft_answer(other, text="邻家答复", by=cast.neighbour, at=at)
    actions.submit_answer(fresh(other), by=cast.neighbour, at=at)
    sent = actions.send_answer(fresh(other), by=cast.neighbours_reviewer, at=at)
    assert "邻家答复" not in shown(sign_in(cast.manager), page(handled), take=f"answer:{sent.pk}")


def test_copy__is_flagged_to_the_reviewer_with_the_other_text(cast, handled, letter, sign_in, at):
    said = (
        "您好，入学报名须携带户口簿、居住证明和预防接种证明，于每年六月到户籍所在地小学办理，逾期不予受理。"
    )
    first = answered(handled, cast, at, said)
    second = letter(title="关于分班", body="请问分班怎么安排？")
    actions.forward(second, cast.units["jw"], by=cast.clerk, at=at)
    actions.draft_answer(fresh(second), text=said, by=cast.manager, at=at)
    actions.submit_answer(fresh(second), by=cast.manager, at=at)
    body = shown(sign_in(cast.first), page(second))
    assert re.search(rf"与 <a[^>]+>{first.number}</a> 的答复雷同 100%", body)


# ---- a correction -------------------------------------------------------------------------------------------


@pytest.fixture
def correction(cast: SimpleNamespace, article: Any, at: Any, letter: Any) -> CitizenMessage:
    return letter(
        kind="correction", title="", correction_kind="typo", page=current_publication(article).path, words="2月30日",
        body="二月没有三十日。",
    )  # fmt: skip


def test_correction__shows_the_words_in_their_place_both_readings_and_the_fix_under_way(
    cast, article, correction, sign_in
):
    client = sign_in(cast.editor)
    body = shown(client, page(correction))
    assert "<mark>2月30日</mark>" in body
    assert "自收到之日的次日起算" in body
    assert "自转办之日的次日起算" in body
    assert "推定" in body
    assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in body
    wrong = client.post(page(correction, "correct"), {"was": "2月31日", "became": "2月28日"})
    assert wrong.status_code == 409
    assert "没有找到这段文字" in text(wrong)
    assert (
        client.post(page(correction, "correct"), {"was": "2月30日", "became": "2月28日"}).status_code == 302
    )
    body = shown(client, page(correction))
    assert "更正正在审校" in body
    assert "一审一校：待演示·first" in body
    assert (
        client.post(page(correction, "correct"), {"was": "2月30日", "became": "2月28日"}).status_code == 403
    )
    assert client.post(page(correction, "give-up-fix"), {"why": "改由编辑修改"}).status_code == 302


def test_done_fix__fills_in_the_answer_with_both_versions(cast, correction, sign_in, at):
    from zhengtong.engine.jobs.actions import work_off
    from zhengtong.interaction.tests.conftest import review

    fix = actions.begin_fix(correction, was="2月30日", became="2月28日", by=cast.editor, at=at)
    review(fix.submission, cast, at)
    work_off(at)
    body = shown(sign_in(cast.editor), page(correction))
    assert "2月30日</textarea>" in body
    assert "2月28日</textarea>" in body
    assert "现已更正为“2月28日”。感谢您" in body


def test_address_that_a_citizen_typed__is_never_a_link(cast, letter, sign_in):
    made = letter(
        kind="correction",
        title="",
        correction_kind="forged",
        page="javascript:alert(1)",
        body="这个网页是假的。",
        words="",
    )
    body = shown(sign_in(cast.clerk), page(made))
    assert 'href="javascript:' not in body
    assert "未能确定是哪篇稿件" in body


# ---- the rest of the way ------------------------------------------------------------------------------------


def test_pause__is_asked_by_the_unit_decided_by_the_office_and_ended(cast, handled, sign_in, at):
    client = sign_in(cast.manager)
    until = (at + timedelta(days=5)).date().isoformat()
    assert client.post(page(handled, "pause"), {"why": "须现场检测", "until": until}).status_code == 302
    assert client.post(page(handled, "decide-pause"), {"allow": "yes"}).status_code == 403
    sign_in(cast.clerk)
    assert "须现场检测" in shown(client, page(handled, "decide-pause"))
    assert client.post(page(handled, "decide-pause"), {"allow": "yes", "note": ""}).status_code == 302
    assert "暂停计时" in shown(client, reverse("interaction_messages:index"))
    sign_in(cast.manager)
    assert client.post(page(handled, "resume"), {}).status_code == 302
    assert client.post(page(handled, "resume"), {}).status_code == 403


def test_office__sorts_finds_complex_merges_and_declines(cast, handled, letter, sign_in):
    client = sign_in(cast.clerk)
    assert client.post(page(handled, "sort"), {"kind": "suggestion"}).status_code == 302
    assert client.post(page(handled, "complex"), {"why": "涉及多个部门"}).status_code == 302
    other, third = letter(title="同一件事"), letter(title="无关")
    unknown = client.post(page(other, "merge"), {"into": "2000-000000", "why": "同一事项"})
    assert unknown.status_code == 409
    assert client.post(page(other, "merge"), {"into": handled.number, "why": "同一事项"}).status_code == 302
    assert fresh(other).merged_into == handled
    assert client.post(page(third, "decline"), {"why": "不属受理范围"}).status_code == 302
    told = shown(client, page(handled))
    assert "咨询调整为建议" in told
    assert "并入" in shown(client, page(other))


def test_joint__is_asked_and_ended(cast, handled, sign_in):
    client = sign_in(cast.manager)
    assert client.post(page(handled, "joint"), {"unit": cast.units["wjw"].pk, "note": ""}).status_code == 302
    asked = Forwarding.objects.get(role="joint")
    assert client.get(page(handled, "end-joint")).status_code == 403
    assert sign_in(cast.clerk).post(page(handled, "end-joint"), {"forwarding": asked.pk}).status_code == 302


def test_acknowledged_once__is_no_longer_offered(cast, handled, sign_in):
    client = sign_in(cast.manager)
    assert client.post(page(handled, "acknowledge")).status_code == 302
    assert client.post(page(handled, "acknowledge")).status_code == 403
    assert page(handled, "acknowledge") not in shown(client, page(handled))


# ---- public, library ----------------------------------------------------------------------------------------


def test_public_answer__is_masked_by_proposal_and_decided_by_a_person(cast, letter, sign_in, at):
    made = letter(body="我是孩子家长，电话13800138000，请问需要哪些材料？", may_publish=True)
    actions.forward(made, cast.units["jw"], by=cast.clerk, at=at)
    made = answered(made, cast, at)
    client = sign_in(cast.first)
    body = shown(client, page(made, "make-public"))
    assert body.count("13800138000") == 2  # the letter as it stands, and what is named as masked
    given = {"title": "入学材料", "question": "电话13800138000，需要哪些材料？", "reply": "户口簿。"}
    left = client.post(page(made, "make-public"), given)
    assert left.status_code == 409
    assert "疑似个人信息" in text(left)
    given["question"] = "需要哪些材料？"
    assert client.post(page(made, "make-public"), given).status_code == 302
    assert made.public_versions.get().proposed[0]["field"] == "来信"
    assert fresh(made).body.startswith("我是孩子家长，电话13800138000")
    assert client.post(page(made, "make-public"), given).status_code == 403
    assert sign_in(cast.editor).post(page(made, "end-public"), {"why": "x"}).status_code == 403
    assert sign_in(cast.clerk).post(page(made, "end-public"), {"why": "内容过时"}).status_code == 302


def test_letter_whose_writer_did_not_agree__cannot_be_published(cast, letter, sign_in, at):
    made = letter(may_publish=False)
    actions.forward(made, cast.units["jw"], by=cast.clerk, at=at)
    refused = sign_in(cast.first).get(page(answered(made, cast, at), "make-public"))
    assert refused.status_code == 403
    assert "留言人未同意公开" in text(refused)


def test_library__grows_from_a_letter_is_listed_for_review_and_ended_with_a_reason(
    cast, handled, sign_in, at
):
    made = answered(handled, cast, at)
    client = sign_in(cast.manager)
    done = client.post(page(made, "learn"), {"question": "入学需要哪些材料？", "answer": "户口簿。"})
    entry = KnownAnswer.objects.get()
    assert done["Location"] == reverse("interaction_known:inspect", args=[entry.pk])
    assert made.number in shown(client, done["Location"])
    KnownAnswer.objects.filter(pk=entry.pk).update(review_on=at.date() - timedelta(days=1))
    index = reverse("interaction_known:index")
    assert "待复核" in shown(client, index, standing="review")
    assert client.post(reverse("interaction_known:end", args=[entry.pk]), {"why": ""}).status_code == 200
    assert (
        client.post(reverse("interaction_known:end", args=[entry.pk]), {"why": "已调整"}).status_code == 302
    )
    assert "入学需要哪些材料" not in shown(client, index, standing="current")
    neighbour = sign_in(cast.neighbour)
    assert neighbour.get(done["Location"]).status_code == 404
    wrong = neighbour.post(
        reverse("interaction_known:new"), {"unit": cast.units["jw"].pk, "question": "问", "answer": "答"}
    )
    assert wrong.status_code == 409


# ---- phone entry --------------------------------------------------------------------------------------------


def token_of(body: str) -> str:
    return re.search(r'name="token" value="([^"]+)"', body)[1]


def test_call__shows_its_code_once_and_a_second_click_finds_the_same(cast, sign_in, caplog):
    url, client = reverse("interaction_call"), sign_in(cast.clerk)
    given = {
        "token": token_of(shown(client, url)), "kind": "request", "title": "路灯不亮", "body": "小区门口路灯三天不亮。",
        "sender_phone": "023-60000002",
    }  # fmt: skip
    done = client.post(url, given)
    assert done.status_code == 200
    assert "no-store" in done["Cache-Control"]
    code = re.search(r'<p class="zt-code">([0-9A-Z-]{14})</p>', text(done))[1]
    again = client.post(url, given)
    assert code in text(again)
    message = CitizenMessage.objects.get()
    assert (message.source, message.taken_by) == ("phone", cast.clerk)
    assert code not in shown(client, page(message))
    assert code not in caplog.text
    assert code not in str(dict(client.session))


def test_call__says_each_reason_at_its_field_and_keeps_what_was_typed(cast, sign_in):
    url, client = reverse("interaction_call"), sign_in(cast.clerk)
    given = {"token": token_of(shown(client, url)), "kind": "enquiry", "title": "", "body": "短"}
    body = text(client.post(url, given))
    assert "请填写标题" in body
    assert "不少于5个字" in body
    assert (
        client.post(url, given | {"title": "标题", "body": "写得够长的内容", "token": "forged"}).status_code
        == 409
    )
    assert not CitizenMessage.objects.exists()
    assert sign_in(cast.manager).get(url).status_code == 403


# ---- lists, topics, board -----------------------------------------------------------------------------------


def test_list__begins_with_what_is_due_first_and_closed_ones_come_last(cast, letter, sign_in, at):
    old, new = letter(title="旧信", received_at=at - timedelta(days=20)), letter(title="新信")
    gone = letter(title="已结信")
    actions.decline(gone, why="重复", by=cast.clerk, at=at)
    body = shown(sign_in(cast.clerk), reverse("interaction_messages:index"))
    assert body.index("旧信") < body.index("新信") < body.index("已结信")
    assert "已逾期" in body
    client = sign_in(cast.clerk)
    index = reverse("interaction_messages:index")
    late = shown(client, index, due="late")
    assert old.number in late
    assert new.number not in late
    assert gone.number in shown(client, index, standing="declined")
    assert new.number in shown(client, index, q="新信")


def test_export__holds_no_personal_data(cast, handled, sign_in):
    client, index = sign_in(cast.clerk), reverse("interaction_messages:index")
    csv = text_of_export(client.get(index, {"export": "csv"}))
    assert handled.number in csv
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(client.get(index, {"export": "xlsx"}).streaming_content))
    )
    cells = " ".join(str(cell.value) for row in book.active for cell in row)
    assert handled.number in cells
    for secret in ("60000001", "王演示", "孩子今年上小学"):
        assert secret not in csv
        assert secret not in cells


def test_lists__ask_as_often_for_many_as_for_few(cast, letter, sign_in, at):
    client = sign_in(cast.clerk)
    urls = [reverse("interaction_messages:index"), reverse("interaction_board"), reverse("wagtailadmin_home")]

    def some(count: int) -> None:
        for number in range(2 * count):
            moment = at - timedelta(days=number, seconds=count)
            one = letter(title=f"来信{count}-{number}", received_at=moment)
            if number % 2:
                actions.forward(one, cast.units["jw"], by=cast.clerk, at=at)

    some(1)
    few = [queries(client, url) for url in urls]
    some(7)
    assert [queries(client, url) for url in urls] == few


def queries(client: Client, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)  # what a process reads once
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_topics__show_groups_and_merge_many_into_one_with_a_reason(cast, letter, sign_in, at):
    places = ("东门", "西门", "南门", "北门")
    made = [
        letter(
            kind="complaint",
            title=f"缙云路夜间施工噪音{place}",
            body=f"缙云路{place}工地夜间施工噪音扰民，影响休息。",
        )
        for place in places
    ]
    for other in ("公园几点开门", "医保怎么转移", "身份证到期怎么换", "公租房怎么申请", "老年卡在哪里办"):
        letter(title=other, body=other * 2)
    assert actions.find_topics(at) == 1
    client, url = sign_in(cast.clerk), reverse("interaction_topics")
    body = shown(client, url)
    assert "4件，在办4件" in body
    keys = [one.pk for one in made[1:]]
    without = client.post(url, {"into": made[0].pk, "pk": keys})
    assert without.status_code == 409
    assert "请写明并件理由" in text(without)
    assert client.post(url, {"pk": keys, "why": "同一事项"}).status_code == 409
    assert client.post(url, {"into": made[0].pk, "pk": keys, "why": "同一工地"}).status_code == 302
    assert {fresh(one).merged_into_id for one in made[1:]} == {made[0].pk}
    again = client.post(url, {"into": made[0].pk, "pk": keys, "why": "同一工地"})
    assert again.status_code == 409
    assert sign_in(cast.manager).post(url, {"into": made[0].pk, "pk": keys, "why": "x"}).status_code == 403


def test_merging_many__is_all_or_nothing(cast, letter, handled, at):
    from zhengtong.engine.refusals import Refused

    good, bad = letter(title="甲"), letter(title="乙")
    actions.decline(bad, why="重复", by=cast.clerk, at=at)
    with pytest.raises(Refused) as refused:
        actions.merge_all([good, bad], handled, why="同一事项", by=cast.clerk, at=at)
    assert bad.number in str(refused.value)
    assert fresh(good).state == MessageState.RECEIVED


def test_board__counts_by_unit_and_each_number_leads_to_its_list(cast, handled, letter, sign_in, at):
    letter(title="待转办的信")
    late = letter(title="逾期的信", received_at=at - timedelta(days=30))
    actions.forward(late, cast.units["jw"], by=cast.clerk, at=at - timedelta(days=29))
    done = answered(handled, cast, at)
    actions.rate(done, Satisfaction.POOR, at=at)
    actions.reopen(fresh(done), why="没有说清", at=at)
    client = sign_in(cast.clerk)
    body = shown(client, reverse("interaction_board"))
    assert "待转办（区政府办公室）" in body
    links = re.findall(r'<td class="zt-number[^"]*"><a href="([^"]+)">([^<]+)</a>', body)
    assert len(links) > 8
    for url, number in links:
        listed = client.get(url.replace("&amp;", "&"))
        assert listed.status_code == 200
        if number.isdecimal():
            assert f"共 {number} 条" in text(listed), url
    assert sign_in(cast.manager).get(reverse("interaction_board")).status_code == 403


def test_next__leads_through_what_is_due_and_ends(cast, handled, letter, sign_in, at):
    other = letter(title="更急的信", received_at=at - timedelta(days=3))
    actions.forward(other, cast.units["jw"], by=cast.clerk, at=at)
    client = sign_in(cast.manager)
    assert f'href="{page(other)}" accesskey="n"' in shown(client, page(handled))
    answered(other, cast, at)
    assert 'accesskey="n"' not in shown(client, page(handled))


def test_watch_officer__has_no_hand_in_messages(cast, handled, sign_in):
    from zhengtong.duties.actions import appoint
    from zhengtong.duties.models import Person, PostKind

    watch = Person.objects.create_user("watch", name="演示·watch")
    appoint(watch, cast.units["jw"], PostKind.WATCH_OFFICER, by=None, at=timezone.now() - timedelta(days=1))
    assert sign_in(watch).get(reverse("interaction_messages:index")).status_code == 403
    assert AnswerState.DRAFT not in handled.answers.values_list("state", flat=True)
