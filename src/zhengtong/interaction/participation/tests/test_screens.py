"""The console of surveys, consultations and interviews: only the own unit's, every act with its reasons, hostile text inert."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from zhengtong.desk.lines import Asking, desk_of
from zhengtong.interaction.actions import consultations, interviews, rounds, surveys
from zhengtong.interaction.models.participation import LiveEntry, OpinionGroup, Round, VisitorQuestion, Words
from zhengtong.interaction.participation.clocks import page_of
from zhengtong.interaction.rules.surveys import Given

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>{% now 'Y' %}\"'><img src=x onerror=alert(1)>"


@pytest.fixture
def at():
    return timezone.now() - timedelta(minutes=10)


@pytest.fixture
def desk(cast, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }

    def of(role):
        client = Client()
        client.force_login(getattr(cast, role))
        return client

    return of


def text(response):
    return response.content.decode()


def filled(**changes):
    today = timezone.localdate()
    return {
        "title": "菜市场改造", "introduction": "说明", "contact": "023-00000000", "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=30)).isoformat(), "text": "第一条\n第二条",
    } | changes  # fmt: skip


def test_consultation__is_drafted_attached_to_handed_in_and_approved_on_screen(cast, desk):
    editor, first = desk("editor"), desk("first")
    address = reverse("interaction_consultations:new")
    unit = {"unit": cast.units["jw"].pk}
    assert desk("first").get(address).status_code == 403
    assert editor.post(address, filled(**unit, text="")).status_code == 409
    assert editor.post(address, filled(unit=cast.units["wjw"].pk)).status_code == 200
    assert editor.post(address, filled(**unit)).status_code == 302
    one = Round.objects.get()
    page = page_of(one)
    assert editor.post(f"{page}revise/", filled(title="菜市场改造方案")).status_code == 302
    file = SimpleUploadedFile("草案.pdf", b"%PDF-1.4 draft")
    assert editor.post(f"{page}attach/", {"label": "草案", "file": file}).status_code == 302
    hostile = SimpleUploadedFile("草案.pdf", b"<script>alert(1)</script>")
    assert editor.post(f"{page}attach/", {"label": "草案", "file": hostile}).status_code == 409
    assert first.post(f"{page}approve/").status_code == 403
    assert editor.post(f"{page}submit/").status_code == 302
    assert editor.post(f"{page}approve/").status_code == 403
    assert first.post(f"{page}approve/").status_code == 302
    assert Round.objects.get().state == "open"
    assert one.path in text(editor.get(page))


def test_survey__gets_its_questions_on_screen(cast, draft, desk):
    one = draft("survey")
    editor, page = desk("editor"), page_of(one)
    typed = {"kind": "single", "text": "新题", "options": "一\n二\n", "most": "0", "required": "on"}
    assert editor.post(f"{page}question/", typed | {"options": "一"}).status_code == 409
    assert editor.post(f"{page}question/", typed).status_code == 302
    question = one.questions.last()
    assert (question.text, question.choices) == ("新题", ["一", "二"])
    remove = reverse("interaction_question_remove", args=[question.pk])
    assert remove in text(editor.get(page))
    assert remove not in text(desk("first").get(page))
    assert desk("neighbour").get(remove).status_code == 404
    assert editor.post(remove).status_code == 302
    assert one.questions.count() == 4


def test_opinions__are_grouped_and_answered_and_what_is_left_is_said(cast, opened, form, desk, at):
    one = opened("consultation")
    opinions = [
        consultations.send_opinion(one, text=f"{HOSTILE}{number}", sender_name="王某", **form(at))
        for number in range(3)
    ]
    editor, page = desk("editor"), page_of(one)
    screen = text(editor.get(f"{page}opinions/"))
    assert "<script>alert" not in screen
    assert "王某" in screen
    assert desk("neighbour").get(f"{page}opinions/").status_code == 404
    assert desk("first").get(f"{page}opinions/").status_code == 403
    assert editor.post(f"{page}opinions/", {"summary": "归纳"}).status_code == 409
    ticked = {"opinions": [opinions[0].pk, opinions[1].pk, "x"], "summary": "归纳"}
    assert editor.post(f"{page}opinions/", ticked).status_code == 302
    group = OpinionGroup.objects.get()
    decide = reverse("interaction_group_decide", args=[group.pk])
    assert editor.post(decide, {"decision": "taken"}).status_code == 409
    assert editor.post(decide, {"decision": "taken", "reason": HOSTILE}).status_code == 302
    found = text(editor.get(page))
    assert "1条，归纳并答复" in found
    assert "<script>alert" not in found
    assert desk("neighbour").get(decide).status_code == 404


def test_publication__says_before_the_click_what_is_left(cast, opened, form, desk, at):
    one = opened("consultation")
    consultations.send_opinion(one, text="意见", **form(at))
    Round.objects.filter(pk=one.pk).update(state="closed", closed_at=at)
    page = page_of(one)
    assert desk("editor").post(f"{page}conclude/", {"text": "结果"}).status_code == 302
    assert "尚有1条意见未答复采纳情况" in text(desk("first").get(page))
    assert desk("first").post(f"{page}publish/").status_code == 403


def test_repetitions_and_words__are_decided_on_screen(cast, opened, form, desk, at):
    one = opened("survey")
    first, second, _, fourth = one.questions.all()
    given = {first.pk: Given((0,)), second.pk: Given((0,)), fourth.pk: Given(words=HOSTILE)}
    for _ in range(21):
        surveys.reply(one, given, **form(at, "same"))
    editor, page = desk("editor"), page_of(one)
    assert "疑似重复1份" in text(editor.get(page))
    doubtful = one.replies.get(standing="suspected")
    assert editor.post(f"{page}repetitions/", {"count_them": "no"}).status_code == 409
    assert (
        editor.post(f"{page}repetitions/", {"count_them": "no", "replies": [doubtful.pk]}).status_code == 302
    )
    assert "不计入1份" in text(editor.get(page))
    words = Words.objects.first()
    listed = reverse("interaction_words", args=[one.pk])
    assert "<script>alert" not in text(editor.get(listed))
    assert desk("neighbour").get(listed).status_code == 404
    pick = reverse("interaction_pick", args=[words.pk])
    assert desk("neighbour").get(pick).status_code == 404
    assert editor.post(pick, {"shown": "公开的话"}).status_code == 302
    words.refresh_from_db()
    assert (words.shown, words.text) == ("公开的话", HOSTILE)


def test_interview__is_written_and_let_out_by_two_people_on_one_screen(cast, opened, form, desk, at):
    one = opened("interview", held_at=at, closes_on=timezone.localdate(at))
    interviews.ask(one, text=HOSTILE, sender_name=HOSTILE[:40], **form(at))
    question = VisitorQuestion.objects.get()
    editor, first, page = desk("editor"), desk("first"), page_of(one)
    assert "<script>alert" not in text(editor.get(f"{page}questions/"))
    sift = reverse("interaction_question_sift", args=[question.pk])
    assert desk("neighbour").get(sift).status_code == 404
    assert editor.post(sift, {"decision": "put", "said": "几月报名？"}).status_code == 302
    assert editor.post(sift, {"decision": "put", "said": "几月报名？"}).status_code == 409
    assert editor.post(f"{page}begin/").status_code == 302
    live = f"{page}live/"
    typed = {"speaker": "guest:演示·区教委分管负责人", "text": "五月。", "question": question.pk}
    assert editor.post(live, typed | {"speaker": "guest:别人"}).status_code == 200
    assert editor.post(live, typed | {"text": " "}).status_code == 409
    assert editor.post(live, typed).status_code == 302
    entry = LiveEntry.objects.get()
    review = reverse("interaction_entry_review", args=[entry.pk])
    assert review not in text(editor.get(live))
    assert review in text(first.get(live))
    assert editor.post(review, {"outcome": "yes"}).status_code == 409
    assert first.post(review, {"outcome": "no"}).status_code == 409
    assert first.post(review, {"outcome": "yes"}).status_code == 302
    correct = text(editor.get(f"{live}?corrects={entry.pk}"))
    assert "五月。</textarea>" in correct
    assert (
        editor.post(
            f"{live}?corrects={entry.pk}", typed | {"text": "六月。", "corrects": entry.pk}
        ).status_code
        == 302
    )
    assert LiveEntry.objects.last().corrects == entry
    assert desk("neighbour").get(live).status_code == 404
    assert desk("clerk").get(live).status_code == 403


def test_lists__are_those_of_the_own_unit_in_a_fixed_number_of_questions(
    cast, draft, desk, django_assert_max_num_queries
):
    title = f"{HOSTILE[:60]}调查"
    draft("survey", title=title)
    address = reverse("interaction_surveys:index")
    assert "调查</a>" not in text(desk("neighbour").get(address)).partition("<main")[2]
    page = text(desk("clerk").get(address))
    assert "<script>alert" not in page
    for _ in range(6):
        draft("survey")
    client = desk("clerk")
    client.get(address)
    with django_assert_max_num_queries(20):
        client.get(address)
    export = client.get(f"{address}?export=csv")
    assert export.status_code == 200


def lines(person, at):
    return [(line.kind, line.note, line.act) for line in desk_of(Asking(person, at)).todo]


def test_desk__says_what_is_to_approve_to_conclude_and_live_today(cast, draft, opened, form, at):
    rounds.submit(draft("survey"), by=cast.editor, at=at)
    interview = opened("interview", held_at=at + timedelta(minutes=5), closes_on=timezone.localdate(at))
    over = opened("consultation")
    Round.objects.filter(pk=over.pk).update(state="closed", closed_at=at)
    assert ("在线调查", "待审核", "审核") in lines(cast.first, at)
    assert not [line for line in lines(cast.neighbours_deputy, at) if line[0] == "在线调查"]
    assert ("意见征集", "已截止，结果待公布", "拟定结果") in lines(cast.editor, at)
    assert [line for line in lines(cast.editor, at) if line[0] == "在线访谈" and "今日" in line[1]]
    rounds.conclude(over, text="结果", by=cast.editor, at=at)
    assert ("意见征集", "结果待审核公布", "审核公布") in lines(cast.first, at)
    interviews.begin(interview, by=cast.editor, at=at)
    assert ("在线访谈", "正在访谈", "进入实录") in lines(cast.first, at)
