"""A list of messages comes in: read and judged without saving anything of it, then, once confirmed, line by line by the verbs."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import NoReverseMatch, reverse

from zhengtong.duties.queries import acting_as, open_units, remembering
from zhengtong.engine.evidence.actions import attach, keep
from zhengtong.engine.jobs.actions import enqueue, report_progress
from zhengtong.engine.jobs.models import Job
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.notify.audiences import person_audience
from zhengtong.engine.refusals import Refusal, Refused, refuse
from zhengtong.interaction import access, verbs
from zhengtong.interaction.actions import timing
from zhengtong.interaction.actions.forwarding import forward
from zhengtong.interaction.actions.past import record_past_answer
from zhengtong.interaction.actions.reception import register
from zhengtong.interaction.gate import keyed
from zhengtong.interaction.importing.judging import Judge, Judged
from zhengtong.interaction.importing.known import Units, known_with
from zhengtong.interaction.importing.moments import moment_of
from zhengtong.interaction.importing.reading import ListLine, listing_of
from zhengtong.interaction.importing.saying import NUMBER, Options
from zhengtong.interaction.importing.telling import told_of
from zhengtong.interaction.models import (
    CitizenMessage,
    ImportState,
    LineVerdict,
    MessageImport,
    MessageImportLine,
    MessageKind,
    Source,
)
from zhengtong.interaction.rules.past import Listed

TASK = "interaction.enter_list"
SOURCES = (Source.HOTLINE, Source.NATIONAL, Source.ARCHIVE)
AT_ONCE = 30  # lines that are entered while the person waits; more are left to the worker
PIECE = 100  # lines entered in one transaction: what a killed worker has to do again at most
HEAD_START = timedelta(seconds=30)  # the worker does not begin what is being entered at once
CLAUSE = "5.7"


def read_list(
    data: bytes, filename: str, source: str, options: Options, *, by: Any, at: datetime
) -> MessageImport:
    """Read an upload and judge each line (the dry run). Raises `Refused` for a file that cannot be read; nothing is kept then."""
    refuse(access.may_take_in(by, at), why_not_read(source, options, at))
    listing = listing_of(data, filename)
    judge = _judge(source, options, listing.lines, at)
    judged = [(line, _foresee(judge, line)) for line in listing.lines]
    with transaction.atomic():
        kept = keep(data, filename, by=by, at=at)
        batch = MessageImport.objects.create(
            name=kept.filename, size=len(data), source=source, options=asdict(options), evidence=kept, uploaded_by=by,
            uploaded_at=at, sheet=listing.sheet, headings=listing.headings, ignored=listing.ignored, remarks=listing.remarks,
            count=len(judged),
        )  # fmt: skip
        attach(kept, batch, label="导入原件", by=by, at=at)
        MessageImportLine.objects.bulk_create(
            [_foreseen(batch, line, found) for line, found in judged], batch_size=500
        )
        facts = {
            "file": batch.name, "digest": kept.hash, "source": source, "lines": batch.count,
            "foreseen": dict(Counter(str(found.verdict) for _, found in judged)),
        }  # fmt: skip
        record(verbs.LIST_READ, batch, by=by, at=at, acting_as=_capacity(by, at), data=facts)
    return batch


def why_not_read(source: str, options: Options, at: datetime) -> list[Refusal]:
    """What of the choices of the form cannot be."""
    checks = (
        (source not in SOURCES, "list.source", "请选择清单来源。"),
        (options.kind not in ("", *MessageKind.values), "list.kind", "请选择默认类别。"),
        (len(options.prefix) > NUMBER // 2, "list.prefix", f"编号前缀最多{NUMBER // 2}个字。"),
        (
            bool(options.undated) and not _is_past(options.undated, at),
            "list.undated",
            "没有日期的行所按的日期应为不晚于今日的日期。",
        ),
    )
    return [Refusal(code, message, CLAUSE) for stands, code, message in checks if stands]


def _is_past(day: str, at: datetime) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    moment, _ = moment_of(day)
    return moment is not None and moment.at <= at


def _judge(source: str, options: Options, lines: Iterable[ListLine], at: datetime) -> Judge:
    lines = list(lines)
    days = [moment.day for line in lines if (moment := moment_of(line.said.get("received", ""))[0])]
    if options.undated:
        days.append(date.fromisoformat(options.undated))
    numbers = (f"{options.prefix}{number}" for line in lines if (number := line.said.get("number")))
    return Judge(source, options, known_with(source, numbers, days), Units(open_units(at)), at)


def _foresee(judge: Judge, line: ListLine) -> Judged:
    found = judge.judge(line)
    if found.verdict == LineVerdict.NEW:
        judge.claim(found)
    return found


def _foreseen(batch: MessageImport, line: ListLine, found: Judged) -> MessageImportLine:
    return MessageImportLine(
        batch=batch, number=line.number, said=line.said, faults=line.faults, foreseen=found.verdict, told=told_of(found),
    )  # fmt: skip


def _capacity(by: Any, at: datetime) -> str:
    return acting_as(by, None, access.CLERK, at)


def confirm_list(batch: MessageImport, *, by: Any, at: datetime) -> MessageImport:
    """The clerk has seen the dry run: enter the good lines, a short list at once, a long one by the worker. Raises `Refused`."""
    with moving(batch, verbs.LIST_CONFIRMED, by=by, at=at, acting_as=_capacity(by, at)) as move:
        fresh: MessageImport = move.subject
        refuse(access.may_take_in(by, at), why_not_confirm(fresh))
        fresh.state, fresh.confirmed_by, fresh.confirmed_at = ImportState.ENTERING, by, at
        fresh.save(update_fields=["state", "confirmed_by", "confirmed_at"])
        short = fresh.count <= AT_ONCE
        enqueue(TASK, at=at, key=key_of(fresh), run_at=at + HEAD_START if short else at, batch=fresh.pk)
        move.data = {"file": fresh.name, "lines": fresh.count}
    if short:
        enter_list(fresh, at=at)
    fresh.refresh_from_db()
    return fresh


def key_of(batch: MessageImport) -> str:
    return f"message-list:{batch.pk}"


def why_not_confirm(batch: MessageImport) -> list[Refusal]:
    """Only a list that waits is confirmed, and only one with something to enter."""
    if batch.state != ImportState.READY:
        return [Refusal("list.not_ready", f"该清单{batch.get_state_display()}，不能再次确认。", CLAUSE)]
    if not batch.lines.filter(foreseen=LineVerdict.NEW).exists():
        message = "没有可登记的行，无须导入。请按报告改正后重新上传。"
        return [Refusal("list.nothing_to_enter", message, CLAUSE)]
    return []


def drop_list(batch: MessageImport, *, by: Any, at: datetime) -> MessageImport:
    """Give a list up before anything of it was entered; the file and the report stay as evidence. Raises `Refused`."""
    with moving(batch, verbs.LIST_DROPPED, by=by, at=at, acting_as=_capacity(by, at)) as move:
        fresh: MessageImport = move.subject
        refuse(access.may_take_in(by, at), why_not_drop(fresh))
        fresh.state = ImportState.DROPPED
        fresh.save(update_fields=["state"])
        move.data = {"file": fresh.name}
    return fresh


def why_not_drop(batch: MessageImport) -> list[Refusal]:
    if batch.state == ImportState.READY:
        return []
    return [Refusal("list.not_waiting", f"该清单{batch.get_state_display()}，不能放弃。", CLAUSE)]


def enter_list(batch: MessageImport, *, at: datetime, job: Job | None = None) -> None:
    """Enter what is still open of a confirmed list, a piece in each transaction. Begun again, it goes on where it stopped."""
    if batch.state != ImportState.ENTERING:
        return
    began = time.monotonic()
    still = [
        ListLine(one.number, one.said, one.faults) for one in batch.lines.filter(result="").order_by("number")
    ]
    judge = _judge(batch.source, Options(**batch.options), still, at)
    while _enter_piece(batch, judge, at):
        if job is not None:
            done = batch.lines.exclude(result="").count()
            # The lease runs by the clock, not by the moment at which the work is judged.
            now = at + timedelta(seconds=time.monotonic() - began)
            note = f"已处理{done}行，共{batch.count}行"
            report_progress(job, min(99, done * 100 // batch.count), note, now)
    _finish(batch, at)


@remembering()
@transaction.atomic
def _enter_piece(batch: MessageImport, judge: Judge, at: datetime) -> int:
    """Enter the next lines without a result; the list is locked, so that of two workers one waits and finds them done."""
    MessageImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    lines = list(batch.lines.filter(result="").order_by("number")[:PIECE])
    for line in lines:
        _enter(batch, line, judge, at)
    MessageImportLine.objects.bulk_update(lines, ["result", "outcome", "message"])
    return len(lines)


def _enter(batch: MessageImport, line: MessageImportLine, judge: Judge, at: datetime) -> None:
    """One line in its own savepoint: what a verb refuses leaves nothing of the line behind."""
    found = judge.judge(ListLine(line.number, line.said, line.faults))
    if found.verdict == LineVerdict.NEW:
        try:
            with transaction.atomic():
                line.message = _carry_out(batch, found, at)
            judge.claim(found, line.message.pk, line.message.number)
        except Refused as refused:
            found.verdict, found.refusals = LineVerdict.REFUSED, list(refused.refusals)
    elif found.known is not None:
        line.message_id = found.known.pk
    line.result, line.outcome = found.verdict, told_of(found)


def _carry_out(batch: MessageImport, found: Judged, at: datetime) -> CitizenMessage:
    """By the verbs, in the name of who confirmed: registered, forwarded to the unit of the list, answered where it says so."""
    by, told = batch.confirmed_by, found.told
    assert found.received_at is not None  # noqa: S101 (a line without is refused)
    refuse(access.may_take_in(by, at))
    listed = Listed(
        batch.evidence.hash, found.number, undated=told.undated, backwards=bool(batch.options.get("backwards")),
        quiet=found.quiet, untold=found.quiet and found.unit is not None and told.forwarded is None,
    )  # fmt: skip
    message = register(
        told.said, source=batch.source, source_number=told.number, received_at=found.received_at, at=at, by=by, listed=listed,
        code_mark=keyed("list", f"{batch.pk}:{found.number}"),
    )  # fmt: skip
    if found.unit is not None and message.unit != found.unit:
        forward(message, found.unit, by=by, at=at, note=found.note, earlier=found.earlier)
    if found.answered_at is not None:
        record_past_answer(
            message, text=told.answer, answered_at=found.answered_at, listed=listed, by=by, at=at
        )
    elif found.quiet:
        timing.settle(message, at)
    return message


def _finish(batch: MessageImport, at: datetime) -> None:
    """Close the list once, and tell whoever confirmed it."""
    with transaction.atomic():
        fresh = MessageImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if fresh.state != ImportState.ENTERING:
            return
        fresh.state, fresh.finished_at = ImportState.DONE, at
        fresh.save(update_fields=["state", "finished_at"])
        counted = dict(Counter(fresh.lines.values_list("result", flat=True)))
        facts = {"file": fresh.name, "outcome": counted}
        record(verbs.LIST_ENTERED, fresh, by=fresh.confirmed_by, at=at, data=facts)
        if fresh.count > AT_ONCE and fresh.confirmed_by is not None:
            said = "；".join(f"{LineVerdict(one).label}{number}行" for one, number in counted.items())
            tell(
                person_audience(fresh.confirmed_by), f"“{fresh.name}”已导入", text=f"{said}。", clause=CLAUSE, at=at,
                url=_page_of(fresh),
            )  # fmt: skip


def _page_of(batch: MessageImport) -> str:
    try:
        return reverse("interaction_imports:inspect", args=[batch.pk])
    except NoReverseMatch:
        return ""
