"""Questions and answers of a survey, and what counts as a repetition (5.7). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhengtong.engine.refusals import Refusal
from zhengtong.interaction.models.surveys import SCALE, QuestionKind, Standing

CLAUSE = "5.7"
QUESTION, OPTION, OPTIONS, WORDS = 200, 100, 30, 1000


@dataclass(frozen=True)
class Asked:
    """What of a question the rules need; `count` is how many options it has."""

    pk: int
    order: int
    kind: str
    count: int
    most: int = 0
    required: bool = True


@dataclass(frozen=True)
class Given:
    """One question answered: numbers of options (points of a scale), or words."""

    numbers: tuple[int, ...] = ()
    words: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.numbers and not self.words


NOTHING = Given()
Fault = tuple[int, Refusal]


def why_not_ask(kind: str, text: str, options: Sequence[str], most: int) -> list[Refusal]:
    """What stands against a question as it is drafted."""
    several = kind in (QuestionKind.SINGLE, QuestionKind.SEVERAL)
    checks = [
        (kind not in QuestionKind.values, "question.kind", "请选择题型。"),
        (not text.strip(), "question.no_text", "请填写题目。"),
        (len(text) > QUESTION, "question.long", f"题目不得超过{QUESTION}字。"),
        (several and len(options) < 2, "question.few", "选择题至少有两个选项，每行一个。"),
        (len(options) > OPTIONS, "question.many", f"选项不得超过{OPTIONS}个。"),
        (any(len(one) > OPTION for one in options), "question.long_option", f"每个选项不得超过{OPTION}字。"),
        (len(set(options)) < len(options), "question.twice", "选项不得重复。"),
        (
            kind == QuestionKind.SCALE and len(options) != 2, "question.scale",
            "评分题请填写两行：第一行为1分的含义，第二行为5分的含义。",
        ),
        (most and not 2 <= most <= len(options), "question.most", "最多可选数应当在2和选项数之间；不限的填0。"),
    ]  # fmt: skip
    return [Refusal(code, message, CLAUSE) for stands, code, message in checks if stands]


def why_not_reply(questions: Sequence[Asked], given: Mapping[int, Given]) -> list[Fault]:
    """Every fault of an answered form, with the question it stands at."""
    faults = [
        (one.pk, Refusal(f"reply.{code}", message, CLAUSE))
        for one in questions
        for code, message in _faults(one, given.get(one.pk, NOTHING))
    ]
    if not faults and questions and all(given.get(one.pk, NOTHING).is_empty for one in questions):
        faults.append((questions[0].pk, Refusal("reply.empty", "尚未作答，请至少回答一题。", CLAUSE)))
    return faults


def _faults(one: Asked, given: Given) -> list[tuple[str, str]]:
    if given.is_empty:
        return [("missing", f"第{one.order}题为必答题，请作答。")] if one.required else []
    if one.kind == QuestionKind.TEXT:
        long = len(given.words) > WORDS
        return (
            [("long", f"第{one.order}题最多{WORDS}个字，现有{len(given.words)}个字，请删减。")]
            if long
            else []
        )
    known = set(SCALE) if one.kind == QuestionKind.SCALE else set(range(one.count))
    if set(given.numbers) - known or len(set(given.numbers)) < len(given.numbers):
        return [("unknown", f"第{one.order}题的选项无效，请重新选择。")]
    if one.kind != QuestionKind.SEVERAL and len(given.numbers) > 1:
        return [("several", f"第{one.order}题只能选一项。")]
    if one.most and len(given.numbers) > one.most:
        return [("most", f"第{one.order}题最多选{one.most}项，现选{len(given.numbers)}项，请删减。")]
    return []


def asks_question(before: int, from_count: int) -> bool:
    """So many replies came under this mark that the form asks its question; nobody is shut out."""
    return before >= from_count


def standing_of(before: int, suspect_from: int) -> Standing:
    """An office behind one address is counted; beyond that a person decides."""
    return Standing.SUSPECTED if before >= suspect_from else Standing.COUNTED
