"""What a procedure is, as data that a clerk can read: its questions, its steps in order or side by side, and what each changes.

A procedure is written as a TOML file in a room's drawer `procedures`. Nothing here knows a chapter: who acts, what is checked and
what changes are named by words that rooms define (`registry`).
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

APPLICATION, DECISION, TASK, RECEIPT, EVENT, WAIT = (
    "application",
    "decision",
    "task",
    "receipt",
    "event",
    "wait",
)
STEP_KINDS = {
    APPLICATION: "申请", DECISION: "审批", TASK: "办理", RECEIPT: "签收", EVENT: "公开", WAIT: "等待",
}  # fmt: skip
# A person does these; the others end by themselves: an event when a room says so, a wait when its time is over.
BY_HAND = frozenset({APPLICATION, DECISION, TASK, RECEIPT})
APPROVE, RETURN, REFUSE, DONE = "approve", "return", "refuse", "done"
OUTCOMES = {APPROVE: "同意", RETURN: "退回补正", REFUSE: "不同意", DONE: "已办理"}
FIELD_KINDS = frozenset({"text", "lines", "date", "number", "yes", "choice", "choices"})


class Malformed(ValueError):
    """A declaration that cannot be used; the message names the file and what is wrong with it."""


@dataclass(frozen=True)
class When:
    """A condition over the answers: `field` is one of `any` (or, being a list, holds one of them); `never` turns it round."""

    field: str
    any: tuple[str, ...]
    never: bool = False

    def holds(self, answers: Mapping[str, Any]) -> bool:
        said = answers.get(self.field)
        values = said if isinstance(said, list) else [said]
        met = bool({as_word(value) for value in values} & set(self.any))
        return met != self.never


def as_word(value: Any) -> str:
    """An answer as conditions and options name it: yes and no for a flag."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Field:
    """A question. `known` names what answers it already, `choices` where its options come from, `form` how an answer must look."""

    code: str
    label: str
    kind: str = "text"
    required: bool = True
    hint: str = ""
    clause: str = ""
    known: str = ""
    options: tuple[tuple[str, str], ...] = ()
    choices: str = ""
    form: str = ""
    when: When | None = None
    longest: int = 300


@dataclass(frozen=True)
class Paper:
    """A file that must (or may) be attached."""

    code: str
    label: str
    required: bool = True
    hint: str = ""
    clause: str = ""
    when: When | None = None


@dataclass(frozen=True)
class Step:
    """One step. `by` names who acts ("unit.principal"; "unit.principal@new_host" for the party that an answer names).

    `outside` is the office outside the system whose decision `by` writes down. `limit` names the parameter with the time limit.
    `does` names what changes when it is done, `opens` what happens when its turn comes, `checks` what may stand against it.
    `shows` names where to look meanwhile, `sheet` the record to be copied into a system that has no interface.
    Once a `binding` step is done the applicant cannot withdraw any more: the world has been told.
    """

    code: str
    label: str
    kind: str = TASK
    by: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    clause: str = ""
    outside: str = ""
    limit: str = ""
    hint: str = ""
    gives: tuple[Field, ...] = ()
    files: tuple[Paper, ...] = ()
    does: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    shows: str = ""
    sheet: str = ""
    returns_to: str = ""
    binding: bool = False
    when: When | None = None

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What may come out of it. A decision can be returned; anything else only where it says to which step."""
        if self.kind == DECISION:
            return (APPROVE, RETURN, REFUSE)
        return (DONE, RETURN) if self.returns_to else (DONE,)


@dataclass(frozen=True)
class Form:
    """A paper that the case produces, to be signed or sent: `kind` is one of the layouts of `papers`."""

    code: str
    label: str
    kind: str = "approval"
    to: str = ""
    text: tuple[str, ...] = ()


@dataclass(frozen=True)
class Procedure:
    """One procedure. `subjects` names what it may be about; empty where the case makes its subject itself.

    `ends` names what changes when all steps are over, `undoes` what is taken back when the case is refused, withdrawn or stopped.
    `by_itself`: the system may begin it, nobody need apply.
    """

    code: str
    label: str
    section: str
    prefix: str
    title: str
    steps: tuple[Step, ...]
    clause: str = ""
    about: str = ""
    subjects: str = ""
    asks: tuple[Field, ...] = ()
    checks: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    undoes: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    by_itself: bool = False
    order: int = 100

    def step(self, code: str) -> Step:
        """Raises KeyError for a step that the procedure does not have."""
        found = next((step for step in self.steps if step.code == code), None)
        if found is None:
            raise KeyError(code)
        return found

    @property
    def application(self) -> Step:
        return self.steps[0]

    def followers(self, code: str) -> set[str]:
        """The steps that come after this one, whatever the way."""
        found: set[str] = set()
        frontier = {code}
        while frontier:
            frontier = {step.code for step in self.steps if frontier & set(step.after)} - found
            found |= frontier
        return found

    def as_data(self) -> dict[str, Any]:
        """As JSON can keep it; `from_data` makes the same procedure of it."""
        return _plain(asdict(self))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if one not in (None, "", (), [])}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def load(file: Path) -> Procedure:
    """Read one procedure. Raises `Malformed`."""
    try:
        return from_data(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, Malformed, TypeError, KeyError) as wrong:
        raise Malformed(f"{file.name}: {wrong}") from wrong


def from_data(data: Mapping[str, Any]) -> Procedure:
    """A procedure from plain data, proven to hang together. Raises `Malformed`."""
    made = Procedure(**_known_keys(Procedure, data) | {
        "steps": tuple(_step(one) for one in data.get("steps", ())),
        "asks": tuple(_field(one) for one in data.get("asks", ())),
        "forms": tuple(_made(Form, one) for one in data.get("forms", ())),
    })  # fmt: skip
    if wrong := list(faults(made)):
        raise Malformed("；".join(wrong))
    return made


def _known_keys(kind: type, data: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    if unknown := set(data) - names:
        raise Malformed(f"unknown keys {sorted(unknown)}")
    return {key: _frozen(value) for key, value in data.items()}


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def _made(kind: Any, data: Mapping[str, Any], **more: Any) -> Any:
    return kind(**_known_keys(kind, data) | more)


def _when(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"when": _made(When, data["when"])} if data.get("when") else {}


def _field(data: Mapping[str, Any]) -> Field:
    return _made(Field, data, **_when(data))


def _step(data: Mapping[str, Any]) -> Step:
    by = data.get("by", ())
    return _made(
        Step, data, **_when(data), by=(by,) if isinstance(by, str) else tuple(by),
        gives=tuple(_field(one) for one in data.get("gives", ())),
        files=tuple(_made(Paper, one, **_when(one)) for one in data.get("files", ())),
    )  # fmt: skip


def faults(procedure: Procedure) -> Iterator[str]:
    """What of a procedure does not hang together, by itself."""
    codes = [step.code for step in procedure.steps]
    if not codes or procedure.steps[0].kind != APPLICATION:
        yield "the first step must be the application"
    if len(set(codes)) < len(codes):
        yield "two steps have one code"
    for place, step in enumerate(procedure.steps):
        if late := set(step.after) - set(codes[:place]):
            yield f"step {step.code} comes after {sorted(late)}, which do not stand before it"
        if place and not step.after:
            yield f"step {step.code} must say what it comes after"
        if step.kind not in STEP_KINDS:
            yield f"step {step.code} is of an unknown kind {step.kind!r}"
        if step.kind in BY_HAND and not step.by:
            yield f"step {step.code} must say who acts"
        if step.returns_to and step.returns_to not in codes[:place]:
            yield f"step {step.code} returns to {step.returns_to}, which does not stand before it"
    yield from _faults_of_fields(procedure)


def _faults_of_fields(procedure: Procedure) -> Iterator[str]:
    asked = {field.code for field in procedure.asks}
    for field in (*procedure.asks, *(one for step in procedure.steps for one in step.gives)):
        if field.kind not in FIELD_KINDS:
            yield f"field {field.code} is of an unknown kind {field.kind!r}"
        if field.kind in ("choice", "choices") and not (field.options or field.choices):
            yield f"field {field.code} has no options"
    parts: list[Step | Field] = [*procedure.steps, *procedure.asks]
    for part in parts:
        if part.when and part.when.field not in asked:
            yield f"{part.code} depends on {part.when.field}, which is not asked"


def as_text(field: Field, value: Any, options: Mapping[str, str] | None = None) -> str:
    """An answer in words."""
    named = dict(field.options) | dict(options or {})
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(named.get(str(one), str(one)) for one in value)
    if isinstance(value, date):
        return value.isoformat()
    return named.get(str(value), str(value)) if value is not None else ""
