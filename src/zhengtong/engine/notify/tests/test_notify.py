import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from zhengtong.duties.authority import PostBackend
from zhengtong.duties.models import Person
from zhengtong.engine.jobs.registry import repeats, tasks
from zhengtong.engine.ledger.actions import record
from zhengtong.engine.ledger.registry import verb
from zhengtong.engine.notify import audiences, outbox, queries
from zhengtong.engine.notify.actions import mark_read, tell
from zhengtong.engine.notify.models import Letter, LetterState, Message

pytestmark = pytest.mark.django_db
HEARD = verb("test.heard", "听")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def clerk() -> Person:
    return Person.objects.create_user("clerk", name="演示·经办", email="clerk@example.invalid")


@pytest.fixture
def chief() -> Person:
    return Person.objects.create_user("chief", name="演示·负责人")


@pytest.fixture
def office(clerk, chief, monkeypatch):
    """An audience of two, the first of whom has an e-mail address."""
    for name in ("_people_in", "_audiences_of"):
        monkeypatch.setattr(audiences, name, getattr(audiences, name))
    audiences.resolve_with(
        lambda audience, at: [clerk, chief, clerk] if audience == "unit:office" else [],
        lambda person, at: {"unit:office"},
    )
    return "unit:office"


@pytest.fixture
def mailing(settings):
    settings.EMAIL_HOST = "mail.invalid"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def to_clerk(clerk, at, **more):
    return tell(f"person:{clerk.pk}", "待审校", text="请审校。", at=at, **more)


def states() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


def test_audience__is_told_each_person_once(office, clerk, chief, at):
    told = tell(office, "待审校\n稿件", text="请审校。", url="/console/", clause="5.2", at=at)
    assert {message.person for message in told} == {clerk, chief}
    assert {(m.subject, m.audience, m.clause) for m in told} == {("待审校 稿件", "unit:office", "5.2")}


def test_person_audience__needs_no_resolver_and_inactive_people_hear_nothing(clerk, at):
    assert len(to_clerk(clerk, at)) == 1
    Person.objects.update(is_active=False)
    assert to_clerk(clerk, at) == []
    assert tell("person:x", "无", text="", at=at) == tell("post:none/none", "无", text="", at=at) == []


def test_audiences_of__a_person_include_the_own_one(office, clerk, at):
    assert audiences.audiences_of(clerk, at) == {"unit:office", f"person:{clerk.pk}"}


def test_listener_that_runs_twice__tells_once(office, clerk, at):
    entry = record(HEARD, clerk, by=clerk, at=at)
    assert [len(tell(office, "已发布", text="", at=at, entry=entry)) for _ in range(2)] == [2, 0]
    assert len(tell(office, "另一事", text="", at=at, entry=entry)) == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(person=clerk, subject="已发布", entry=entry, at=at, audience=office)


def test_messages__are_undone_with_the_change_they_tell_of(clerk, at, mailing):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        to_clerk(clerk, at)
        1 / 0  # noqa: B018
    assert (Message.objects.count(), Letter.objects.count()) == (0, 0)


def test_letters__are_written_only_with_a_mail_server_and_to_those_with_an_address(office, at, settings):
    tell(office, "甲", text="", at=at)
    assert Letter.objects.count() == 0
    settings.EMAIL_HOST = "mail.invalid"
    tell(office, "甲", text="", at=at)
    assert [letter.to for letter in Letter.objects.all()] == ["clerk@example.invalid"]


def test_letter__is_sent_once_with_the_full_address_of_the_matter(clerk, at, mailing, settings):
    to_clerk(clerk, at, url="/console/x/")
    assert [outbox.send_due(at + n * HOUR) for n in range(3)] == [1, 0, 0]
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("〔政通〕待审校", ["clerk@example.invalid"])
    assert f"{settings.BASE_URL}/console/x/" in sent.body
    assert (states(), Letter.objects.get().sent_at) == ([LetterState.SENT], at)


def test_two_workers__do_not_send_the_same_letter(clerk, at, mailing, monkeypatch):
    to_clerk(clerk, at)
    plain = outbox._claim

    def overtaken(letter, now):
        monkeypatch.setattr(outbox, "_claim", plain)
        assert outbox.send_due(now) == 1  # the other worker is faster between our reading and our claiming
        return plain(letter, now)

    monkeypatch.setattr(outbox, "_claim", overtaken)
    assert (outbox.send_due(at), len(mail.outbox)) == (0, 1)


def test_worker_killed_between_claim_and_sending__leaves_the_letter_to_be_sent_later(
    clerk, at, mailing, monkeypatch
):
    to_clerk(clerk, at)

    def killed(self, messages):
        raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", killed)
        outbox.send_due(at)
    assert [outbox.send_due(at + n * MINUTE) for n in (1, 2)] == [0, 1]


def failing(monkeypatch, failure, name="send_messages"):
    def fail(*_):
        raise failure

    monkeypatch.setattr(f"django.core.mail.backends.locmem.EmailBackend.{name}", fail)


def test_mail_server_down__loses_nothing_and_is_asked_ever_more_seldom(
    office, clerk, at, mailing, monkeypatch
):
    for n in range(3):
        to_clerk(clerk, at + n * MINUTE)
    with monkeypatch.context() as patch:
        failing(patch, ConnectionRefusedError("refused"), "open")
        now, pauses = at + HOUR, []
        for _ in range(8):
            assert outbox.send_due(now) == 0
            then = Letter.objects.first().next_at
            pauses.append((then - now) // MINUTE)
            now = then
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]
    assert "refused" in Letter.objects.first().error
    assert (outbox.send_due(now), states()) == (3, [LetterState.SENT] * 3)


def test_server_lost_in_the_middle__leaves_the_rest_unclaimed(clerk, at, mailing, monkeypatch):
    for _ in range(2):
        to_clerk(clerk, at)
    failing(monkeypatch, smtplib.SMTPServerDisconnected("gone"))
    assert outbox.send_due(at) == 0
    assert list(Letter.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 0]


def test_letter_refused_for_good__fails_at_once_and_holds_up_no_other(clerk, chief, at, mailing, monkeypatch):
    Person.objects.filter(pk=chief.pk).update(email="chief@example.invalid")
    to_clerk(clerk, at)
    to_clerk(chief, at)
    refused = smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")})
    failing(monkeypatch, refused)
    outbox.send_due(at)
    assert (states(), queries.undelivered().count()) == ([LetterState.FAILED] * 2, 2)
    monkeypatch.undo()


def test_failed_letter__can_be_tried_again(clerk, at, mailing):
    to_clerk(clerk, at)
    Letter.objects.update(state=LetterState.FAILED, attempts=9)
    outbox.try_again(Letter.objects.get(), at)
    assert (outbox.send_due(at), states()) == (1, [LetterState.SENT])


@pytest.mark.parametrize(
    ("failure", "final"),
    [
        (smtplib.SMTPRecipientsRefused({"x": (550, b"")}), True),
        (smtplib.SMTPRecipientsRefused({"x": (450, b"")}), False),
        (smtplib.SMTPDataError(554, b""), True),
        (smtplib.SMTPDataError(451, b""), False),
        (smtplib.SMTPAuthenticationError(535, b""), False),
        (smtplib.SMTPServerDisconnected(), False),
        (TimeoutError(), False),
    ],
)
def test_failure__is_final_only_where_trying_again_cannot_help(failure, final):
    assert outbox.is_final(failure) is final


def test_letter__is_given_up_after_a_week(clerk, at, mailing, monkeypatch):
    to_clerk(clerk, at)
    failing(monkeypatch, TimeoutError())
    outbox.send_due(at + timedelta(days=8))
    assert states() == [LetterState.FAILED]


def test_letter__is_skipped_when_the_message_was_read_or_the_person_left_or_mail_was_switched_off(
    clerk, chief, at, mailing, settings
):
    Person.objects.filter(pk=chief.pk).update(email="chief@example.invalid")
    to_clerk(clerk, at)
    mark_read(clerk, at)
    to_clerk(chief, at)
    Person.objects.filter(pk=chief.pk).update(is_active=False)
    outbox.send_due(at)
    to_clerk(clerk, at)
    settings.EMAIL_HOST = ""
    outbox.send_due(at)
    assert (states(), mail.outbox) == ([LetterState.SKIPPED] * 3, [])


def test_reading__marks_only_the_own_messages(office, clerk, chief, at):
    tell(office, "甲", text="", at=at)
    tell(office, "乙", text="", at=at)
    first = queries.unread_for(clerk).first()
    assert mark_read(clerk, at, [first.pk, queries.unread_for(chief).first().pk]) == 1
    assert (mark_read(clerk, at), queries.unread_for(clerk).count(), queries.unread_for(chief).count()) == (
        1,
        0,
        2,
    )


def test_sending__is_on_the_schedule_of_the_worker():
    assert "notify.send" in set(tasks) & set(repeats)


@pytest.fixture
def signed_in(client, clerk, monkeypatch):
    monkeypatch.setattr(PostBackend, "get_all_permissions", lambda *_: {"wagtailadmin.access_admin"})
    client.force_login(clerk, "zhengtong.duties.authority.PostBackend")
    return client


def test_page__lists_unread_messages_and_all_on_request(signed_in, office, clerk, chief, at):
    tell(office, "甲件", text="请<办>理", at=at)
    mark_read(clerk, at)
    tell(office, "乙件", text="", at=at)
    unread, everything = (
        signed_in.get(f"/console/messages/{query}").content.decode() for query in ("", "?show=all")
    )
    assert ("甲件" in unread, "乙件" in unread, "甲件" in everything) == (False, True, True)
    assert "请&lt;办&gt;理" in everything


def test_page__costs_the_same_however_many_messages(signed_in, clerk, at, django_assert_max_num_queries):
    for n in range(40):
        tell(f"person:{clerk.pk}", f"第{n}件", text="", at=at)
    with django_assert_max_num_queries(25):
        assert "第1页，共2页" in signed_in.get("/console/messages/").content.decode()


def test_page__empty_says_so(signed_in):
    assert "没有未读消息" in signed_in.get("/console/messages/").content.decode()


def test_opening__marks_as_read_and_goes_where_the_message_points(signed_in, clerk, at):
    (message,) = to_clerk(clerk, at, url="/console/x/")
    assert signed_in.post(f"/console/messages/{message.pk}/")["Location"] == "/console/x/"
    assert queries.unread_for(clerk).count() == 0
    assert (
        signed_in.post(f"/console/messages/{message.pk}/", {"stay": "yes"})["Location"]
        == "/console/messages/"
    )


def test_opening__never_leaves_the_house_and_never_opens_what_is_anothers(signed_in, clerk, chief, at):
    (outside,) = to_clerk(clerk, at, url="https://elsewhere.invalid/")
    (others,) = to_clerk(chief, at)
    assert signed_in.post(f"/console/messages/{outside.pk}/")["Location"] == "/console/messages/"
    assert signed_in.post(f"/console/messages/{others.pk}/").status_code == 404
    assert signed_in.get(f"/console/messages/{outside.pk}/").status_code == 405


def test_all__are_marked_as_read(signed_in, clerk, at):
    to_clerk(clerk, at)
    assert signed_in.post("/console/messages/read/").status_code == 302
    assert queries.unread_for(clerk).count() == 0
