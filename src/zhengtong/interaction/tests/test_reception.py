"""From the form into the tray and out of it: what got a code exists, whatever happens (5.7)."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError

from zhengtong.engine.evidence.models import Exhibit
from zhengtong.engine.jobs.actions import enqueue_watched, work_off
from zhengtong.engine.jobs.models import Job
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.notify.models import Message
from zhengtong.engine.refusals import Refused
from zhengtong.interaction import actions, codes, gate, tray
from zhengtong.interaction.actions import reception
from zhengtong.interaction.models import CitizenMessage, MessageState, Source
from zhengtong.interaction.rules import Said, why_not_receive

LETTER = {"kind": "enquiry", "title": "路灯不亮", "body": "朝阳路路灯不亮已有三天。"}


def said(**changes) -> Said:
    return Said(**(LETTER | changes))


def test_receive__touches_no_database(at):
    # Without the `db` fixture any question to the database fails the test.
    receipt = actions.receive(said(), nonce="n1", at=at)
    assert tray.read(codes.mark_of(receipt.code))["said"]["title"] == "路灯不亮"


def test_double_click__gives_the_same_code_and_one_message(db, at):
    first, second = (actions.receive(said(), nonce="n1", at=at + timedelta(seconds=n)) for n in (0, 1))
    assert first.code == second.code
    actions.empty_tray(at)
    again = actions.receive(said(), nonce="n1", at=at)  # a third click after it was registered
    actions.empty_tray(at)
    assert again.code == first.code
    assert CitizenMessage.objects.count() == 1


def test_same_form_with_another_text__is_another_message(db, at):
    one = actions.receive(said(), nonce="n1", at=at)
    other = actions.receive(said(body="朝阳路路灯不亮已有四天。"), nonce="n1", at=at)
    actions.empty_tray(at)
    assert one.code != other.code
    assert CitizenMessage.objects.count() == 2


def test_code__is_found_however_it_is_typed():
    code = codes.code_for("nonce", "digest")
    assert len(code) == 14
    mark = codes.mark_of(code)
    assert mark
    for typed in (
        code.lower(),
        code.replace("-", ""),
        f"  {code} ",
        code.replace("-", "—"),
        code.replace("0", "O"),
    ):
        assert codes.mark_of(typed) == mark
    full_width = "".join(chr(ord(letter) + 0xFEE0) if letter.isalnum() else letter for letter in code)
    assert codes.mark_of(full_width) == mark
    for nonsense in ("", "abc", "U" * 12 + "!", "一" * 12, code + "0", "\x00" * 12):
        assert codes.mark_of(nonsense) == ""


def test_code__is_kept_nowhere(db, at):
    code = actions.receive(said(), nonce="n1", at=at).code
    on_disk = tray.path_of(codes.mark_of(code)).read_text()
    actions.empty_tray(at)
    message = CitizenMessage.objects.get()
    kept = json.dumps(list(Entry.objects.values_list("data", flat=True))) + on_disk
    kept += json.dumps({name: str(value) for name, value in vars(message).items()})
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_disk_full__gets_no_code_and_says_so(at, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reception.tray, "put", full)
    with pytest.raises(Refused) as refused:
        actions.receive(said(), nonce="n1", at=at)
    assert refused.value.codes == {"message.not_taken"}
    assert "没有收到" in str(refused.value)


def test_half_written_file__is_never_registered(db, at):
    tray.folder().mkdir(parents=True)
    (tray.folder() / ".part-abc").write_text('{"said":')
    assert not tray.waits()
    assert actions.empty_tray(at) == {"registered": 0, "failed": 0}


def test_damaged_file__is_set_aside_told_and_does_not_hold_up_the_others(db, cast, at):
    tray.folder().mkdir(parents=True)
    (tray.folder() / f"{'a' * 64}.json").write_text("{")
    actions.receive(said(), nonce="n1", at=at)
    assert actions.empty_tray(at) == {"registered": 1, "failed": 1}
    assert (tray.folder() / f"{'a' * 64}.damaged").exists()
    assert Message.objects.filter(person=cast.clerk, subject="有网民留言未能登记").exists()
    assert CitizenMessage.objects.count() == 1


def test_database_away__keeps_the_file_for_the_next_turn(db, at, monkeypatch):
    actions.receive(said(), nonce="n1", at=at)

    def locked(*_, **__):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(reception, "register", locked)
        with pytest.raises(OperationalError):
            actions.empty_tray(at)
    assert tray.waits()
    assert actions.empty_tray(at)["registered"] == 1


def test_killed_between_registration_and_taking_away__is_registered_once(db, at, monkeypatch):
    actions.receive(said(), nonce="n1", at=at)

    class Killed(BaseException):
        pass

    def killed(mark):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(reception.tray, "take_away", killed)
        with pytest.raises(Killed):
            actions.empty_tray(at)
    assert CitizenMessage.objects.count() == 1
    assert tray.waits()
    actions.empty_tray(at)
    assert CitizenMessage.objects.count() == 1
    assert not tray.waits()


def test_restored_database__gets_back_what_was_written_since(db, at):
    """A database from before the messages, and the folder as it stood: what is missing is registered again, under its code."""
    known = actions.receive(said(title="仍在库中"), nonce="n1", at=at).code
    lost = actions.receive(said(title="不在库中"), nonce="n2", at=at).code
    actions.empty_tray(at)
    restored = {codes.mark_of(known)}
    assert tray.refill(lambda mark: mark in restored) == 1
    assert list(tray.marks(10)) == [codes.mark_of(lost)]
    assert tray.clear_kept(at - timedelta(days=365)) == 0
    call_command("refill_tray")
    assert tray.waits()


def test_worker__is_asked_once_while_something_waits(db, at):
    assert enqueue_watched(at) == 0
    actions.receive(said(), nonce="n1", at=at)
    assert (enqueue_watched(at), enqueue_watched(at)) == (1, 0)
    work_off(at)
    assert Job.objects.filter(task="interaction.empty_tray", state="done").count() == 1
    assert enqueue_watched(at) == 0


def test_enclosure__is_kept_by_content_and_hangs_on_the_message(db, at):
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 64
    enclosed = actions.enclose([(picture, "../../照片.png")])
    actions.receive(Said(**LETTER, enclosed=enclosed), nonce="n1", at=at)
    actions.empty_tray(at)
    exhibit = Exhibit.objects.get()
    assert (exhibit.filename, exhibit.subject_id) == ("照片.png", str(CitizenMessage.objects.get().pk))


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([(b"<script>alert(1)</script>", "a.txt")], "evidence.active"),
        ([(b"MZ" + b"\x00" * 100, "a.png")], "evidence.type"),
        ([(b"\x89PNG\r\n\x1a\n", "a.exe")], "evidence.wrong_ending"),
        ([(b"x", "a.txt")] * 4, "message.files"),
        ([(b"", "a.txt")], "evidence.empty"),
    ],
)
def test_enclosure__that_is_not_allowed_is_refused(files, code):
    with pytest.raises(Refused) as refused:
        actions.enclose(files)
    assert code in refused.value.codes


def test_said__is_cleaned_of_what_nobody_sees():
    typed = {
        "kind": "enquiry",
        "title": " 标\x00题\u202e\n二 ",
        "body": "一\r\n\r\n\r\n\r\n\r\n二\ud800\u200b",
        "enclosed": "x",
    }
    found = Said.of(typed)
    assert (found.title, found.body, found.enclosed) == ("标题 二", "一\n\n\n二", ())


def test_every_reason__comes_at_once_with_its_field():
    found = why_not_receive(
        Said(kind="nonsense", body="短", sender_phone="abc", sender_email="x@y", sender_name="名" * 51)
    )
    assert [name for name, _ in found] == [
        "kind",
        "title",
        "body",
        "sender_phone",
        "sender_email",
        "sender_name",
    ]
    correction = why_not_receive(Said(kind="correction"))
    assert [name for name, _ in correction] == ["correction_kind", "page", "body"]


def test_call__is_entered_by_the_office_alone_and_a_second_click_finds_it(cast, at):
    with pytest.raises(Refused) as refused:
        actions.take_call(said(title=""), by=cast.manager, at=at, nonce="n1")
    assert refused.value.codes == {"message.not_office", "message.title"}
    (message, code), (same, same_code) = (
        actions.take_call(said(), by=cast.clerk, at=at, nonce="n1") for _ in range(2)
    )
    assert (message.pk, code) == (same.pk, same_code)
    assert (message.source, message.taken_by, message.state) == (
        Source.PHONE,
        cast.clerk,
        MessageState.RECEIVED,
    )


def test_token__is_of_one_form_and_one_day(at):
    token = gate.issue("message", at)
    assert gate.nonce_of(token, "message", at + timedelta(hours=23)) == gate.nonce_of(token, "message", at)
    for wrong, purpose, when in (
        (token, "rate", at), (token + "x", "message", at), ("", "message", at), (token, "message", at + timedelta(hours=25)),
    ):  # fmt: skip
        with pytest.raises(Refused):
            gate.nonce_of(wrong, purpose, when)


def test_question__takes_figures_and_words_and_nothing_else():
    for number in range(40):
        nonce = f"n{number}"
        first, second = gate._terms(nonce)
        total = first + second
        words = (
            gate.NUMERALS[total]
            if total <= 10
            else f"十{gate.NUMERALS[total - 10]}"
            if total < 20
            else "二十"
        )
        for right in (str(total), f" {total} ", words, "".join(chr(ord(d) + 0xFEE0) for d in str(total))):
            assert gate.why_not_answered(nonce, right) == [], (nonce, right, total)
        for wrong in ("", "x", str(total + 1), "十十", "二", "-1", "９" * 50):
            assert (total == 2 and wrong == "二") or gate.why_not_answered(nonce, wrong)


def test_sender_mark__is_another_one_tomorrow_and_tells_nothing(at, settings):
    mark = gate.sender_mark("10.1.2.3", "Firefox", at)
    assert mark == gate.sender_mark("10.1.2.3", "Firefox", at)
    assert mark != gate.sender_mark("10.1.2.3", "Firefox", at + timedelta(days=1))
    assert mark != gate.sender_mark("10.1.2.4", "Firefox", at)
    assert "10.1.2.3" not in mark


def test_visits__ask_a_question_and_shut_nobody_out(at):
    mark = gate.sender_mark("10.9.9.9", "x", at)
    asked = [gate.asks_question(gate.count_visit(mark), at) for _ in range(25)]
    assert asked == [False] * 20 + [True] * 5
