"""How a case goes on, as pure functions: whose turn it is, what stands against an act, what a return sets back."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from zhengtong.engine.procedures.declaration import (
    APPROVE,
    OUTCOMES,
    REFUSE,
    RETURN,
    Field,
    Paper,
    Procedure,
    Step,
    as_word,
)
from zhengtong.engine.refusals import Refusal

LONGEST_WORDS = 2000


def applies(part: Step | Field | Paper, answers: Mapping[str, Any]) -> bool:
    """Whether this step, question or file is asked for at all, the answers being what they are."""
    return part.when is None or part.when.holds(answers)


def next_steps(procedure: Procedure, over: Collection[str], begun: Collection[str]) -> list[Step]:
    """The steps whose turn has come: not begun, everything before them over (done, or not asked for)."""
    return [step for step in procedure.steps if step.code not in begun and set(step.after) <= set(over)]


def set_back(procedure: Procedure, returned_to: str) -> list[str]:
    """What a return makes necessary again: the step returned to and everything after it."""
    again = {returned_to} | procedure.followers(returned_to)
    return [step.code for step in procedure.steps if step.code in again]


def why_not_turn(step: Step, state: str, case_state: str, done: str) -> list[Refusal]:
    """Whether it is this step's turn. `done` says who did it when, where it has been done."""
    if state == "done":
        return [Refusal("step.done_already", f"“{step.label}”已办理（{done}），无须重复办理。", step.clause)]
    if case_state != "open":
        return [Refusal("case.ended", "本办件已办结或终止，不能再办理。", step.clause)]
    if state == "waiting":
        return [Refusal("step.not_yet", f"尚未轮到“{step.label}”，须待前面的环节办结后办理。", step.clause)]
    if state != "open":
        return [Refusal("step.not_asked", f"本办件无须办理“{step.label}”。", step.clause)]
    return []


def why_not_hand(
    step: Step, who: str, audiences: Collection[str], of_person: Collection[str]
) -> list[Refusal]:
    """Whether the person is one of those who act here; `who` names them."""
    if set(audiences) & set(of_person):
        return []
    message = f"“{step.label}”由{who}办理，您现不担任该岗位。"
    return [Refusal("step.wrong_hand", message, step.clause)]


def why_not_outcome(step: Step, outcome: str, opinion: str) -> list[Refusal]:
    found = []
    if outcome not in step.outcomes:
        named = "、".join(OUTCOMES[one] for one in step.outcomes)
        found.append(Refusal("step.no_outcome", f"请选择办理结果（{named}）。", step.clause))
    if outcome in (RETURN, REFUSE) and not opinion.strip():
        words = "退回补正的，请写明需要补正的内容。" if outcome == RETURN else "不同意的，请写明理由。"
        found.append(Refusal("step.no_reason", words, step.clause))
    if len(opinion) > LONGEST_WORDS:
        found.append(Refusal("step.too_long", f"意见过长，请控制在{LONGEST_WORDS}字以内。", step.clause))
    return found


def goes_on(outcome: str) -> bool:
    """Whether an outcome asks for what the step yields: not when it is returned or refused."""
    return outcome not in (RETURN, REFUSE)


def why_not_answers(asked: Iterable[Field], answers: Mapping[str, Any], clause: str = "") -> list[Refusal]:
    """Questions left open, and answers of the wrong kind."""
    return [
        refusal
        for one in asked
        if applies(one, answers)
        for refusal in _why_not_answer(one, answers.get(one.code), one.clause or clause)
    ]


def _why_not_answer(asked: Field, value: Any, clause: str) -> list[Refusal]:
    if value in (None, "", []):
        missing = Refusal(f"answer.missing.{asked.code}", f"请填写“{asked.label}”。", clause)
        return [missing] if asked.required else []
    if asked.kind in ("text", "lines") and len(str(value)) > _longest(asked):
        message = f"“{asked.label}”过长，请控制在{_longest(asked)}字以内。"
        return [Refusal(f"answer.too_long.{asked.code}", message, clause)]
    wrong = {
        "date": not _is_date(value),
        "number": not re.fullmatch(r"\d{1,9}", str(value)),
        "yes": not isinstance(value, bool),
        "choices": not isinstance(value, list),
    }
    if wrong.get(asked.kind) or _not_an_option(asked, value):
        return [Refusal(f"answer.wrong.{asked.code}", f"“{asked.label}”填写有误，请重新填写。", clause)]
    return []


def _longest(asked: Field) -> int:
    return LONGEST_WORDS if asked.kind == "lines" else asked.longest


def _is_date(value: Any) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _not_an_option(asked: Field, value: Any) -> bool:
    if not asked.options:
        return False
    said = value if isinstance(value, list) else [value]
    return bool({as_word(one) for one in said} - {code for code, _ in asked.options})


def why_not_files(
    papers: Iterable[Paper], there: Collection[str], answers: Mapping[str, Any], clause: str = ""
) -> list[Refusal]:
    """Files that are required and not there."""
    return [
        Refusal(f"file.missing.{paper.code}", f"请附“{paper.label}”。", paper.clause or clause)
        for paper in papers
        if paper.required and applies(paper, answers) and paper.code not in there
    ]


def changed(outcome: str) -> bool:
    """Whether an outcome brings about what the step is declared to change."""
    return outcome not in (RETURN, REFUSE) and outcome in (APPROVE, "done")
