"""A case begins: the application is made, and the steps that follow it wait for their hands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction

from zhengtong.engine.digests import digest_of
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.ledger.actions import record, subject_key
from zhengtong.engine.procedures import access, registry, rules, verbs
from zhengtong.engine.procedures.actions import going_on
from zhengtong.engine.procedures.declaration import DONE, Procedure
from zhengtong.engine.procedures.models import Case, CaseState, CaseStep, Edition, Numbering, StepState
from zhengtong.engine.procedures.registry import Inquiry
from zhengtong.engine.refusals import Refusal, refuse

SHANGHAI = ZoneInfo("Asia/Shanghai")


def begin(
    procedure: Procedure, *, party: str, by: Any, at: datetime, asked: Mapping[str, Any], subject: Any = None,
    files: Mapping[str, Evidence] | None = None, opinion: str = "", reused: int = 0,
) -> Case:  # fmt: skip
    """Apply (the first step). Raises `Refused` with every reason: who, what is missing, what the procedure's checks find.

    `by` None is the system, which begins only procedures declared `by_itself`. `reused` counts answers nobody had to type.
    """
    answers = {field.code: asked[field.code] for field in procedure.asks if field.code in asked}
    with transaction.atomic():
        numbering = _hold(procedure, at)
        inquiry = Inquiry(
            procedure, party, answers, at, by=by, subject=_afresh(subject), step=procedure.application
        )
        refuse(why_not_begin(inquiry, set(files or {})))
        case = _new_case(inquiry, numbering, reused)
        for place, step in enumerate(procedure.steps):
            CaseStep.objects.create(case=case, code=step.code, label=step.label, place=place)
        first = case.steps.get(code=procedure.application.code)
        going_on.open_step(case, first, at)
        going_on.attach_files(first, files or {}, by, at)
        _apply(case, first, by, at, opinion)
        record(
            verbs.BEGUN, case, by=by, at=at, clause=procedure.clause, acting_as=first.acting_as,
            data={"number": case.number, "procedure": procedure.code, "edition": case.edition.digest, "asked": answers},
        )  # fmt: skip
        going_on.take_effect(case, first, by, at)
        going_on.go_on(case, at)
    return case


def _afresh(subject: Any) -> Any:
    """What the case is about as it is now, locked: it may have changed since somebody looked."""
    if subject is None:
        return None
    manager = subject._meta.concrete_model._base_manager
    return manager.select_for_update(of=("self",)).get(pk=subject.pk)


def _apply(case: Case, first: CaseStep, by: Any, at: datetime, opinion: str) -> None:
    first.given = dict(case.asked)
    going_on.close_step(
        case, first, state=StepState.DONE, outcome=DONE, opinion=opinion, by=by, at=at,
        acting_as=access.acting_as(case.text.application, case, by, at),
    )  # fmt: skip


def why_not_begin(inquiry: Inquiry, files: set[str]) -> list[Refusal]:
    """Every reason against an application, the procedure's own checks included."""
    procedure = inquiry.procedure
    return [
        *access.why_not_begin(procedure, inquiry.party, inquiry.by, inquiry.at),
        *_why_not_by_itself(inquiry),
        *_why_not_again(inquiry),
        *rules.why_not_answers(procedure.asks, inquiry.asked, procedure.clause),
        *why_wrong_form(inquiry, procedure.asks, inquiry.asked),
        *rules.why_not_files(procedure.application.files, files, inquiry.asked, procedure.clause),
        *registry.why_not((*procedure.checks, *procedure.application.checks), inquiry),
    ]


def why_wrong_form(inquiry: Inquiry, fields: Any, answers: Mapping[str, Any]) -> list[Refusal]:
    """What the named forms of answers find wrong with what was typed."""
    return [
        refusal
        for field in fields
        if field.form and answers.get(field.code) and rules.applies(field, inquiry.asked)
        for refusal in registry.forms[field.form].run(str(answers[field.code]), inquiry)
    ]


def _why_not_by_itself(inquiry: Inquiry) -> list[Refusal]:
    if (inquiry.by is None) == inquiry.procedure.by_itself:
        return []
    words = "本程序由系统自动立案，无须申请。" if inquiry.by else "本程序须由有关岗位人员提出申请。"
    return [Refusal("case.not_so", words, inquiry.procedure.clause)]


def _why_not_again(inquiry: Inquiry) -> list[Refusal]:
    """About one thing there is one open case of a procedure; and where a thing is asked for, there must be one."""
    if not inquiry.procedure.subjects:
        return []
    if inquiry.subject is None:
        return [Refusal("case.no_subject", "请选择办理对象。", inquiry.procedure.clause)]
    if not _is_the_partys(inquiry):
        message = f"“{inquiry.subject}”不在{registry.party_name(inquiry.party)}可办理的范围内，请重新选择。"
        return [Refusal("case.foreign_subject", message, inquiry.procedure.clause)]
    subject_type, subject_id = subject_key(inquiry.subject)
    running = Case.objects.filter(
        procedure=inquiry.procedure.code,
        subject_type=subject_type,
        subject_id=subject_id,
        state=CaseState.OPEN,
    ).first()
    if running is None:
        return []
    message = (
        f"{inquiry.subject}的“{inquiry.procedure.label}”已在办理（{running.number}），请继续办理该办件。"
    )
    return [Refusal("case.running", message, inquiry.procedure.clause)]


def _is_the_partys(inquiry: Inquiry) -> bool:
    """Whether the thing is one of those that the party's cases may be about."""
    theirs = registry.subjects[inquiry.procedure.subjects].run(inquiry.party)
    return theirs.filter(pk=inquiry.subject.pk).exists()


def _hold(procedure: Procedure, at: datetime) -> Numbering:
    """Applications under one prefix are judged one after the other."""
    series = f"{procedure.prefix}-{at.astimezone(SHANGHAI).year}"
    return Numbering.objects.select_for_update().get_or_create(series=series)[0]


def edition_of(procedure: Procedure, at: datetime) -> Edition:
    """The kept text of a procedure as it is declared now; a changed declaration is a new edition."""
    text = procedure.as_data()
    return Edition.objects.get_or_create(
        digest=digest_of(text), defaults={"procedure": procedure.code, "text": text, "kept_at": at}
    )[0]


def _new_case(inquiry: Inquiry, numbering: Numbering, reused: int) -> Case:
    procedure, subject = inquiry.procedure, inquiry.subject
    numbering.last += 1
    numbering.save(update_fields=["last"])
    subject_type, subject_id = subject_key(subject) if subject is not None else ("", "")
    return Case.objects.create(
        number=f"{numbering.series}-{numbering.last:03d}", edition=edition_of(procedure, inquiry.at),
        procedure=procedure.code, section=procedure.section, title=title_of(procedure, inquiry.asked, subject),
        party=inquiry.party, party_name=registry.party_name(inquiry.party), subject_type=subject_type,
        subject_id=subject_id, subject_name=str(subject or "")[:300], asked=dict(inquiry.asked), reused=reused,
        opened_at=inquiry.at, opened_by=inquiry.by,
    )  # fmt: skip


class _Blanks(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "（未填）"


def title_of(procedure: Procedure, asked: Mapping[str, Any], subject: models.Model | None) -> str:
    """The title of a case: the declared one with answers in it, and the name of what it is about."""
    words = {key: str(value)[:100] for key, value in asked.items()}
    return procedure.title.format_map(_Blanks(words | {"subject": str(subject or "")}))[:300]
