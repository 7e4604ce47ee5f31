"""The text of 5.7 as pure functions: what is asked, answered, decided, and what is a repetition."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from zhengtong.interaction.models.surveys import Standing
from zhengtong.interaction.rules import opinions, rounds, surveys
from zhengtong.interaction.rules.rounds import Left, Told
from zhengtong.interaction.rules.surveys import Asked, Given

TODAY = date(2026, 11, 23)
TOLD = Told("标题", "说明", "电话", TODAY, TODAY + timedelta(days=30), text="第一条", guests="嘉宾",
            held_at=datetime(2026, 12, 31, 18, tzinfo=UTC))  # fmt: skip


def codes(refusals):
    return {refusal.code for refusal in refusals}


@pytest.mark.parametrize(
    ("kind", "changes", "code"),
    [
        ("survey", {"title": " "}, "round.no_title"),
        ("survey", {"title": "长" * 101}, "round.long"),
        ("survey", {"introduction": ""}, "round.no_introduction"),
        ("survey", {"contact": "\n"}, "round.no_contact"),
        ("survey", {"opens_on": None}, "round.no_opening"),
        ("survey", {"closes_on": None}, "round.no_closing"),
        ("survey", {"opens_on": TODAY + timedelta(days=9), "closes_on": TODAY}, "round.backwards"),
        (
            "survey",
            {"opens_on": TODAY - timedelta(days=9), "closes_on": TODAY - timedelta(days=1)},
            "round.over",
        ),
        ("consultation", {"text": "\n \n"}, "round.no_text"),
        ("interview", {"guests": ""}, "round.no_guests"),
        ("interview", {"held_at": None}, "round.no_time"),
        ("interview", {"closes_on": date(2027, 1, 2)}, "round.questions_after"),
    ],
)
def test_draft__is_refused_with_each_reason(kind, changes, code):
    assert codes(rounds.why_not_draft(kind, replace(TOLD, **changes), TODAY)) == {code}


def test_interview__may_close_its_questions_on_its_own_beijing_day():
    told = replace(TOLD, closes_on=date(2027, 1, 1))  # 18:00 UTC on 31 December is 1 January in Beijing
    assert not rounds.why_not_draft("interview", told, TODAY)


@pytest.mark.parametrize(
    ("days", "why", "refused"), [(30, "", False), (29, "", True), (7, "情况紧急", False)]
)
def test_consultation__is_open_long_enough_or_says_why_not(days, why, refused):
    found = rounds.why_not_short("consultation", TODAY, TODAY + timedelta(days=days), 30, why)
    assert bool(found) is refused
    assert not rounds.why_not_short("survey", TODAY, TODAY, 30, "")


@pytest.mark.parametrize(
    ("kind", "state", "conclusion", "left", "own", "expected"),
    [
        ("consultation", "closed", "结果", Left(), False, set()),
        ("consultation", "open", "结果", Left(), False, {"round.state"}),
        ("consultation", "closed", "", Left(), False, {"round.no_conclusion"}),
        ("consultation", "closed", "结果", Left(opinions=2), True, {"round.opinions", "round.own_result"}),
        ("survey", "closed", "结果", Left(repetitions=1), False, {"round.repetitions"}),
        ("interview", "closed", "结果", Left(), False, {"round.state"}),
        ("interview", "live", "结果", Left(entries=1), False, {"round.entries"}),
    ],
)
def test_result__is_not_published_with_anything_undecided(kind, state, conclusion, left, own, expected):
    assert codes(rounds.why_not_publish(kind, state, conclusion, left, own=own)) == expected


QUESTIONS = [
    Asked(1, 1, "single", 3),
    Asked(2, 2, "several", 4, most=2, required=False),
    Asked(3, 3, "scale", 2, required=False),
    Asked(4, 4, "text", 0, required=False),
]
GOOD = {1: Given((0,))}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {(1, "reply.missing")}),
        (GOOD, set()),
        ({1: Given((3,))}, {(1, "reply.unknown")}),
        ({1: Given((99_999,))}, {(1, "reply.unknown")}),
        ({1: Given((0, 1))}, {(1, "reply.several")}),
        (GOOD | {2: Given((0, 1, 2))}, {(2, "reply.most")}),
        (GOOD | {2: Given((1, 1))}, {(2, "reply.unknown")}),
        (GOOD | {3: Given((0,))}, {(3, "reply.unknown")}),
        (GOOD | {3: Given((5,))}, set()),
        (GOOD | {4: Given(words="字" * 1001)}, {(4, "reply.long")}),
    ],
)
def test_reply__has_every_fault_at_its_question(given, expected):
    assert {(pk, one.code) for pk, one in surveys.why_not_reply(QUESTIONS, given)} == expected


def test_reply__of_optional_questions_answers_at_least_one():
    assert surveys.why_not_reply(QUESTIONS[1:], {})[0][1].code == "reply.empty"


@pytest.mark.parametrize(
    ("kind", "text", "options", "most", "code"),
    [
        ("single", "题", ["一"], 0, "question.few"),
        ("single", "题", ["一", "一"], 0, "question.twice"),
        ("several", "题", ["一", "二"], 3, "question.most"),
        ("scale", "题", ["一"], 0, "question.scale"),
        ("essay", "题", [], 0, "question.kind"),
        ("text", "", [], 0, "question.no_text"),
        ("single", "题", [str(n) for n in range(31)], 0, "question.many"),
    ],
)
def test_question__is_refused_with_each_reason(kind, text, options, most, code):
    assert code in codes(surveys.why_not_ask(kind, text, options, most))


def test_repetition__begins_beyond_the_quota_and_a_question_long_before():
    assert [surveys.standing_of(before, 20) for before in (0, 19, 20)] == [
        Standing.COUNTED, Standing.COUNTED, Standing.SUSPECTED]  # fmt: skip
    assert [surveys.asks_question(before, 3) for before in (2, 3)] == [False, True]


@pytest.mark.parametrize(
    ("text", "name", "phone", "paragraph", "expected"),
    [
        ("意见", "", "", None, set()),
        ("", "", "", None, {"text"}),
        ("字" * 5001, "名" * 51, "电话", 4, {"text", "sender_name", "sender_phone", "paragraph"}),
        ("意见", "", "023-68000000", 0, {"paragraph"}),
    ],
)
def test_opinion__has_every_fault_at_its_field(text, name, phone, paragraph, expected):
    assert {at for at, _ in opinions.why_not_opine(text, name, phone, paragraph, 3)} == expected


@pytest.mark.parametrize(
    ("refusals", "code"),
    [
        (opinions.why_not_decide("closed", "perhaps", "理由"), "decision.none"),
        (opinions.why_not_decide("closed", "not", " "), "decision.no_reason"),
        (opinions.why_not_decide("finished", "not", "理由"), "decision.state"),
        (opinions.why_not_group("closed", 0, "归纳"), "group.nothing"),
        (opinions.why_not_group("closed", 1, ""), "group.no_summary"),
        (opinions.why_not_sift("open", "put", "put", "问"), "sift.done"),
        (opinions.why_not_sift("open", "waiting", "declined", ""), "sift.no_words"),
        (opinions.why_not_write("closed", "guest", "嘉宾", "答"), "entry.state"),
        (opinions.why_not_write("live", "guest", "", "答"), "entry.no_name"),
        (opinions.why_not_let_out("waiting", own=True, returning=False, reason=""), "entry.own"),
        (opinions.why_not_let_out("waiting", own=False, returning=True, reason=""), "entry.no_reason"),
        (opinions.why_not_let_out("public", own=False, returning=False, reason=""), "entry.reviewed"),
        (opinions.why_not_correct("waiting", corrected=False), "entry.not_public"),
        (opinions.why_not_correct("public", corrected=True), "entry.corrected"),
        (opinions.why_not_begin("closed", TODAY, TODAY - timedelta(days=1)), "interview.early"),
    ],
)
def test_decision__is_refused_with_its_reason(refusals, code):
    assert codes(refusals) == {code}


def test_window__is_judged_by_the_day_whether_or_not_the_worker_was_there():
    opens, closes = TODAY, TODAY + timedelta(days=9)
    assert not rounds.why_not_send("survey", "open", opens, closes, closes)
    assert codes(rounds.why_not_send("survey", "open", opens, closes, closes + timedelta(days=1))) == {
        "round.over"
    }
    assert codes(rounds.why_not_send("survey", "approved", opens, closes, opens)) == {"round.early"}
    assert not rounds.why_not_send("interview", "live", opens, closes, closes + timedelta(days=1))
