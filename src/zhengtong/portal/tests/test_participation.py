"""Taking part as the public does it: without scripts, without cookies, once a form, and nothing typed is lost (5.7)."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html as parser

from zhengtong.engine.evidence.actions import keep
from zhengtong.interaction import gate
from zhengtong.interaction.actions import consultations, interviews, rounds, surveys
from zhengtong.interaction.models.participation import Opinion, Reply, Round, Standing, VisitorQuestion
from zhengtong.interaction.participation.tests.conftest import cast, draft, form, opened  # noqa: F401
from zhengtong.interaction.rules.surveys import Given
from zhengtong.portal.voices.places import forget
from zhengtong.publishing.actions import places

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}\x00\u202e=cmd"


@pytest.fixture
def at():
    """Pages ask what time it is: everything else happened shortly before."""
    return timezone.now() - timedelta(minutes=10)


@pytest.fixture
def portal(cast, at):  # noqa: F811
    places.open_portal("演示门户", by=None, at=at)
    forget()
    yield cast
    forget()


@pytest.fixture
def visitor():
    """A browser without scripts; its forms were opened a minute ago."""
    return Visitor()


class Visitor:
    def __init__(self, agent="演示浏览器", address="192.0.2.7"):
        self.client = Client(enforce_csrf_checks=True, HTTP_USER_AGENT=agent, REMOTE_ADDR=address)

    def get(self, path):
        response = self.client.get(path)
        assert not response.cookies
        return response

    def page(self, path):
        return parser.fromstring(self.get(path).content.decode())

    def send(self, one, token="", **typed):
        given = token or gate.issue(f"round.{one.pk}", timezone.now() - timedelta(minutes=1))
        response = self.client.post(one.path, {"form": given, **typed})
        assert not response.cookies
        return response


def said(response):
    return response.content.decode()


def filled(one, words="多设座椅"):
    first, second, third, fourth = one.questions.all()
    return {f"q{first.pk}": "0", f"q{second.pk}": ["0", "3"], f"q{third.pk}": "4", f"q{fourth.pk}": words}


def test_survey__is_answered_without_scripts_and_cookies(portal, opened, visitor):  # noqa: F811
    one = opened("survey")
    page = visitor.page(one.path)
    assert not page.xpath("//form[@id='form']//script")
    for field in page.xpath("//form[@id='form']//*[self::input[not(@type='hidden')] or self::textarea]"):
        assert field.xpath("ancestor::label") or page.xpath(f"//label[@for='{field.get('id')}']")
    assert len(page.xpath("//form[@id='form']//fieldset/legend")) == 3
    response = visitor.send(one, **filled(one))
    assert (response.status_code, response["Location"]) == (302, f"{one.path}?sent=1")
    thanks = said(visitor.get(response["Location"]))
    assert "您的答卷已收到" in thanks
    assert "个工作日内公布" in thanks
    reply = Reply.objects.get()
    assert sorted(reply.chosen.values_list("question__order", "number")) == [(1, 0), (2, 0), (2, 3), (3, 4)]
    assert reply.written.get().text == "多设座椅"


def test_second_click__is_told_the_same_and_counts_once(portal, opened, visitor):  # noqa: F811
    one = opened("survey")
    token = gate.issue(f"round.{one.pk}", timezone.now() - timedelta(minutes=1))
    for _ in range(3):
        assert visitor.send(one, token, **filled(one)).status_code == 302
    assert Reply.objects.count() == 1


def test_faults__are_summed_up_linked_and_nothing_typed_is_lost(portal, opened, visitor):  # noqa: F811
    one = opened("survey")
    first, second, _, fourth = one.questions.all()
    response = visitor.send(one, **{f"q{second.pk}": ["0", "1", "2"], f"q{fourth.pk}": "已写的话"})
    assert response.status_code == 200
    page = parser.fromstring(said(response))
    targets = [link.get("href")[1:] for link in page.xpath("//*[@id='errors']//a")]
    assert targets == [f"f-q{first.pk}-0", f"f-q{second.pk}-0"]
    assert all(page.xpath(f"//*[@id='{target}']") for target in targets)
    assert page.xpath("//textarea")[0].text.strip() == "已写的话"
    assert len(page.xpath("//input[@checked]")) == 3
    token = page.xpath("//input[@name='form']")[0].get("value")
    assert visitor.send(one, token, **filled(one)).status_code == 302


@pytest.mark.parametrize(
    ("age", "more", "told"),
    [
        (timedelta(seconds=0), {}, "提交过快"),
        (timedelta(hours=30), {}, "已超过一天"),
        (timedelta(minutes=1), {"homepage": "http://spam.example/"}, "请保持空白"),
    ],
)
def test_gate__says_what_is_wrong_and_keeps_the_text(portal, opened, visitor, age, more, told):  # noqa: F811
    one = opened("consultation")
    token = gate.issue(f"round.{one.pk}", timezone.now() - age)
    response = visitor.send(one, token, text="保留的意见", **more)
    assert response.status_code == 200
    assert told in said(response)
    assert "保留的意见" in said(response)
    assert not Opinion.objects.exists()


def test_forged_token__of_another_round_sends_nothing(portal, opened, visitor):  # noqa: F811
    one, other = opened("consultation"), opened("survey")
    token = gate.issue(f"round.{other.pk}", timezone.now() - timedelta(minutes=1))
    for given in (token, "", "x" * 5000, "\x00"):
        response = visitor.client.post(one.path, {"form": given, "text": "意见"})
        assert response.status_code == 200
    assert not Opinion.objects.exists()


def test_office_behind_one_address__is_asked_a_question_and_never_shut_out(portal, opened, visitor):  # noqa: F811
    one = opened("survey")
    for _ in range(3):
        assert visitor.send(one, **filled(one)).status_code == 302
    page = visitor.page(one.path)
    assert page.xpath("//label[@for='f-said']")
    token = gate.issue(f"round.{one.pk}", timezone.now() - timedelta(minutes=1))
    assert visitor.send(one, token, **filled(one)).status_code == 200
    for _ in range(18):
        token = gate.issue(f"round.{one.pk}", timezone.now() - timedelta(minutes=1))
        terms = gate._terms(gate.nonce_of(token, f"round.{one.pk}", timezone.now()))
        assert visitor.send(one, token, said=str(sum(terms)), **filled(one)).status_code == 302
    assert Reply.objects.filter(standing=Standing.COUNTED).count() == 20
    assert Reply.objects.filter(standing=Standing.SUSPECTED).count() == 1
    assert not Visitor(address="192.0.2.8").page(one.path).xpath("//label[@for='f-said']")


def test_hostile_text__is_inert_wherever_it_shows(portal, opened, visitor, at):  # noqa: F811
    survey, consultation = opened("survey", title=HOSTILE[:95].replace("\x00", "")), opened("consultation")
    interview = opened("interview")
    assert visitor.send(survey, **filled(survey, HOSTILE)).status_code == 302
    sent = visitor.send(consultation, text=HOSTILE, sender_name=HOSTILE[:40], paragraph="1")
    assert sent.status_code == 302
    wrong = visitor.send(
        consultation, text=HOSTILE, sender_name=HOSTILE, sender_phone=HOSTILE, paragraph=HOSTILE
    )
    assert wrong.status_code == 200
    assert visitor.send(interview, text=HOSTILE, sender_name=HOSTILE[:40]).status_code == 302
    opinion = Opinion.objects.get()
    assert "\x00" not in opinion.text
    assert "\u202e" not in opinion.text
    for text in (said(wrong), said(visitor.get(survey.path)), said(visitor.get("/hdjl/dc/"))):
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "49" not in re.sub(r"\d{3,}", "", text.partition("<main")[2].partition("</main")[0])


def test_result__shows_figures_bars_and_picked_words_only(portal, opened, visitor, form, at):  # noqa: F811
    one = opened("survey")
    first, second, _, fourth = one.questions.all()
    for number in (0, 0, 1):
        given = {first.pk: Given((number,)), second.pk: Given((1,)), fourth.pk: Given(words="不公开的话")}
        surveys.reply(one, given, **form(at))
    assert "不公开的话" not in said(visitor.get(one.path))
    picked = Reply.objects.first().written.get()
    surveys.pick_words(picked, shown="选定的话", by=portal.editor, at=at)
    finish(portal, one, at)
    page = visitor.page(one.path)
    row = page.xpath("//table[@class='bars']")[0].xpath(".//tbody/tr")[0]
    assert [cell.text_content().strip() for cell in row] == ["每周", "2", "67%"]
    text = page.text_content()
    assert "选定的话" in text
    assert "不公开的话" not in text
    assert not page.xpath("//form[@id='form']")


def finish(portal, one, at):
    """The window is over and the result published."""
    Round.objects.filter(pk=one.pk).update(state="closed", closed_at=at)
    one.refresh_from_db()
    rounds.conclude(one, text="已研究。", by=portal.editor, at=at)
    rounds.publish_result(one, by=portal.first, at=at)


def test_consultation__tells_what_was_taken_and_nothing_of_a_person(portal, opened, visitor, at):  # noqa: F811
    one = opened("consultation")
    visitor.send(one, text="原文意见", sender_name="王某某", sender_phone="023-00000000", paragraph="2")
    opinion = Opinion.objects.get()
    assert (opinion.paragraph, opinion.sender_name) == (2, "王某某")
    group = consultations.group_opinions(one, [opinion.pk], summary="通水电", by=portal.editor, at=at)
    consultations.decide_group(group, decision="taken", reason="写入第二条。", by=portal.editor, at=at)
    finish(portal, one, at)
    text = said(visitor.get(one.path))
    assert all(word in text for word in ("通水电", "采纳", "写入第二条。", "已研究。"))
    assert not any(word in text for word in ("原文意见", "王某某", "023-00000000</"))


def test_interview__shows_its_record_with_corrections_as_such(portal, opened, visitor, at, form):  # noqa: F811
    one = opened("interview", held_at=at, closes_on=timezone.localdate(at))
    visitor.send(one, text="几月报名", sender_name="市民")
    question = VisitorQuestion.objects.get()
    assert "几月报名" not in said(visitor.get(one.path))
    question = interviews.sift(question, decision="put", said="几月报名？", by=portal.editor, at=at)
    one = interviews.begin(one, by=portal.editor, at=at)

    def spoken(text, **more):
        entry = interviews.write_entry(
            one, speaker="guest", name="演示·嘉宾", text=text, by=portal.editor, at=at, **more
        )
        assert text not in said(visitor.get(one.path))
        return interviews.review_entry(entry, let_out=True, by=portal.manager, at=at)

    first = spoken("五月报名。", question=question)
    spoken("六月报名。", question=question, corrects=first)
    text = said(visitor.get(one.path))
    assert "六月报名。" in text
    assert "<del>五月报名。</del>" in text
    assert visitor.send(one, text="现场再问").status_code == 302


@pytest.mark.parametrize("kind", ["survey", "consultation", "interview"])
def test_draft__exists_for_nobody_outside(portal, draft, visitor, kind):  # noqa: F811
    one = draft(kind)
    assert visitor.get(one.path).status_code == 404
    assert visitor.client.post(one.path, {}).status_code == 404
    assert one.title not in said(visitor.get(one.path[: one.path.rindex(str(one.pk))]))


def test_closed_round__says_since_when_and_keeps_what_was_typed(portal, opened, visitor, at):  # noqa: F811
    one = opened("consultation")
    past = timezone.localdate(at) - timedelta(days=1)
    shut = Round.objects.filter(pk=one.pk)
    shut.update(state="closed", closed_at=at)
    assert f"已于{one.closes_on}截止" in said(visitor.get(one.path))
    response = visitor.send(one, text="晚到的意见")
    assert response.status_code == 409
    assert "晚到的意见" in said(response)
    assert past < one.closes_on
    assert not Opinion.objects.exists()


def test_attachment__is_handed_out_inert_and_only_with_its_round(portal, draft, visitor, at):  # noqa: F811
    one = draft("consultation")
    kept = keep("第一条".encode(), "草案.txt", by=portal.editor, at=at)
    rounds.attach_file(one, kept, label="草案全文", by=portal.editor, at=at)
    rounds.submit(one, by=portal.editor, at=at)
    address = f"{one.path}fj/1/"
    assert visitor.get(address).status_code == 404
    rounds.approve(one, by=portal.first, at=at)
    address = visitor.page(one.path).xpath("//ul[@class='round-files']//a")[0].get("href")
    response = visitor.get(address)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert visitor.get(address.replace("/zj/", "/dc/")).status_code == 404
    assert visitor.get(address.replace("/zj/", "/zz/")).status_code == 404


def test_list__has_those_that_run_first_in_a_fixed_number_of_questions(
    portal, opened, visitor, at, django_assert_max_num_queries  # noqa: F811
):  # fmt: skip
    first, second = opened("survey", title="已结束的"), opened("survey", title="进行中的")
    finish(portal, first, at)
    titles = [one.text_content() for one in visitor.page("/hdjl/dc/").xpath("//ul[@class='rounds']//h2")]
    assert titles == ["进行中的", "已结束的"]
    assert second.path in said(visitor.get("/hdjl/dc/"))
    with django_assert_max_num_queries(20):
        visitor.get("/hdjl/dc/?page=99999999999999")
    assert "目前没有在线访谈" in said(visitor.get("/hdjl/ft/"))


def test_database_that_takes_nothing__says_so_and_keeps_what_was_typed(portal, opened, visitor, monkeypatch):  # noqa: F811
    one = opened("consultation")

    def locked(*_, **__):
        raise OperationalError("database is locked")

    monkeypatch.setattr(consultations, "send_opinion", locked)
    response = visitor.send(one, text="不能丢的意见")
    assert response.status_code == 503
    assert "尚未提交" in said(response)
    assert "不能丢的意见" in said(response)


def test_request_too_large__is_not_read(portal, opened, visitor):  # noqa: F811
    one = opened("consultation")
    assert visitor.send(one, text="大" * 600_000).status_code == 413
    assert not Opinion.objects.exists()


@pytest.mark.slow
def test_suites__pass_through_every_field_of_a_round_and_show_as_text(portal, opened, visitor, at):  # noqa: F811
    """The naughty strings and the hostile HTML: no page has an element, attribute or script that plain text does not give it."""
    from zhengtong.interaction.tests.test_hostile import (
        ATTACKS,
        PLAIN,
        chunks,
        naughty,
        parts,
        scripts,
        targets,
    )

    def walked(title, text):
        taking = {
            kind: opened(kind, title=title, text=text) for kind in ("survey", "consultation", "interview")
        }
        assert visitor.send(taking["survey"], **filled(taking["survey"], text[:450])).status_code == 302
        for kind in ("consultation", "interview"):
            assert visitor.send(taking[kind], text=text[:450], sender_name=title[:30]).status_code == 302
        return taking

    def shown(taking):
        staff = Client()
        staff.force_login(portal.editor, "zhengtong.duties.authority.PostBackend")
        for kind, one in taking.items():
            yield kind, visitor.get(one.path).content
            yield f"list of {kind}", visitor.get(one.path.rpartition("/")[0].rpartition("/")[0] + "/").content
            yield f"staff {kind}", staff.get(reverse(f"interaction_{kind}s:inspect", args=[one.pk])).content

    plain = dict(shown(walked(PLAIN, f"{PLAIN}\n\n" * 3)))
    # Paragraphs of the text, and the pager of a list that has grown long.
    more = {(name, "") for name in ("br", "p", "li", "nav", "span", "strong", "ol")}
    more |= {
        ("a", "rel"),
        ("a", "aria-label"),
        ("nav", "aria-label"),
        ("nav", "class"),
        ("a", "aria-current"),
        ("span", "class"),
    }
    more |= {("li", "class")}
    strings = [*ATTACKS, *naughty()]
    titles, texts = chunks(strings, 90), chunks(strings, 440)
    for number, title in enumerate(titles):
        visitor.client.defaults["REMOTE_ADDR"] = f"10.1.{number // 200}.{number % 200}"
        for name, page in shown(walked(title + "。", texts[number % len(texts)] + "。")):
            assert parts(page) <= parts(plain[name]) | more, (
                name, parts(page) - parts(plain[name]),
            )  # fmt: skip
            assert set(scripts(page)) <= set(scripts(plain[name]))
            assert targets(page) <= {"", "http", "https", "tel", "mailto", "data"}
    if not naughty():
        pytest.skip("only our own attacks were tried: ../shared/data/suites is not there")
