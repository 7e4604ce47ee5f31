"""A list enters the register: read and judged without saving anything of it, then, once confirmed, line by line by the verbs."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from zhengtong.duties.access import may_keep_units
from zhengtong.duties.actions import open_unit
from zhengtong.duties.models import Unit, UnitKind
from zhengtong.duties.queries import remembering
from zhengtong.duties.rules import business_date
from zhengtong.engine.evidence.actions import attach, keep
from zhengtong.engine.jobs.actions import enqueue, report_progress
from zhengtong.engine.jobs.models import Job
from zhengtong.engine.ledger.actions import moving, record
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.refusals import Refusal, Refused, refuse
from zhengtong.registry import access, verbs
from zhengtong.registry.actions.channels import correct, register, subsites_place
from zhengtong.registry.actions.identifiers import set_identifier
from zhengtong.registry.importing.judging import Judge, Judged
from zhengtong.registry.importing.reading import Said, listing_of
from zhengtong.registry.importing.register import register_with
from zhengtong.registry.importing.saying import Options
from zhengtong.registry.importing.telling import told_of
from zhengtong.registry.models import Channel, ImportState, RegisterImport, RegisterImportLine, Verdict

TASK = "registry.enter_list"
AT_ONCE = 30  # lines that are entered while the person waits; more are left to the worker
PIECE = 50  # lines entered in one transaction: what a killed worker has to do again at most
HEAD_START = timedelta(seconds=30)  # the worker does not begin what is being entered at once


def read_list(data: bytes, filename: str, options: Options, *, by: Any, at: datetime) -> RegisterImport:
    """Read an upload and judge each line (the dry run). Raises `Refused` for a file that cannot be read; nothing is kept then."""
    refuse(access.may_register(by, at), may_keep_units(by, at) if options.opens_units else ())
    listing = listing_of(data, filename)
    judge = Judge(register_with(subsites_place()), options, business_date(at))
    judged = [(line, judge.judge(line)) for line in listing.lines]
    with transaction.atomic():
        kept = keep(data, filename, by=by, at=at)
        batch = RegisterImport.objects.create(
            name=kept.filename, size=len(data), evidence=kept, uploaded_by=by, uploaded_at=at, options=asdict(options),
            sheet=listing.sheet[:100], headings=listing.headings, ignored=listing.ignored, remarks=listing.remarks,
            count=len(judged),
        )  # fmt: skip
        attach(kept, batch, label="导入原件", by=by, at=at)
        RegisterImportLine.objects.bulk_create(
            [_foreseen(batch, line, found) for line, found in judged], batch_size=500
        )
        facts = {
            "file": batch.name,
            "digest": kept.hash,
            "lines": batch.count,
            "foreseen": _counted(j for _, j in judged),
        }
        record(verbs.LIST_READ, batch, by=by, at=at, acting_as=access.capacity(by, None, at), data=facts)
    return batch


def _foreseen(batch: RegisterImport, line: Said, found: Judged) -> RegisterImportLine:
    return RegisterImportLine(
        batch=batch, number=line.number, said=line.said, faults=line.faults, foreseen=found.verdict, told=told_of(found),
    )  # fmt: skip


def _counted(found: Iterable[Judged]) -> dict[str, int]:
    return dict(Counter(str(one.verdict) for one in found))


def confirm_list(batch: RegisterImport, *, by: Any, at: datetime) -> RegisterImport:
    """The clerk has seen the dry run: enter the good lines, a short list at once, a long one by the worker."""
    with moving(batch, verbs.LIST_CONFIRMED, by=by, at=at, acting_as=access.capacity(by, None, at)) as move:
        fresh: RegisterImport = move.subject
        refuse(access.may_register(by, at), _why_not_open(fresh, by, at), why_not_confirm(fresh))
        fresh.state, fresh.confirmed_by, fresh.confirmed_at = ImportState.ENTERING, by, at
        fresh.save(update_fields=["state", "confirmed_by", "confirmed_at"])
        short = fresh.count <= AT_ONCE
        enqueue(TASK, at=at, key=key_of(fresh), run_at=at + HEAD_START if short else at, batch=fresh.pk)
        move.data = {"file": fresh.name, "lines": fresh.count}
    if short:
        enter_list(fresh, at=at)
    fresh.refresh_from_db()
    return fresh


def key_of(batch: RegisterImport) -> str:
    return f"registry-list:{batch.pk}"


def why_not_confirm(batch: RegisterImport) -> list[Refusal]:
    """Only a list that waits is confirmed, and only one with something to enter."""
    if batch.state != ImportState.READY:
        return [Refusal("list_not_ready", f"该清单{batch.get_state_display()}，不能再次确认。", "1.2")]
    if not batch.lines.filter(foreseen__in=[Verdict.NEW, Verdict.CORRECTED]).exists():
        return [
            Refusal("nothing_to_enter", "没有可登记或更正的行，无须导入。请按报告改正后重新上传。", "1.2")
        ]
    return []


def _why_not_open(batch: RegisterImport, by: Any, at: datetime) -> list[Refusal]:
    return may_keep_units(by, at) if batch.options.get("opens_units") else []


def drop_list(batch: RegisterImport, *, by: Any, at: datetime) -> RegisterImport:
    """Give a list up before anything of it was entered; the file and the report stay as evidence."""
    with moving(batch, verbs.LIST_DROPPED, by=by, at=at, acting_as=access.capacity(by, None, at)) as move:
        fresh: RegisterImport = move.subject
        refuse(access.may_register(by, at), why_not_drop(fresh))
        fresh.state = ImportState.DROPPED
        fresh.save(update_fields=["state"])
        move.data = {"file": fresh.name}
    return fresh


def why_not_drop(batch: RegisterImport) -> list[Refusal]:
    if batch.state == ImportState.READY:
        return []
    return [Refusal("list_not_waiting", f"该清单{batch.get_state_display()}，不能放弃。", "1.2")]


def enter_list(batch: RegisterImport, *, at: datetime, job: Job | None = None) -> None:
    """Enter what is still open of a confirmed list, a piece in each transaction. Begun again, it goes on where it stopped."""
    if batch.state != ImportState.ENTERING:
        return
    began = time.monotonic()
    claimed = dict(batch.lines.filter(channel__isnull=False).values_list("channel_id", "number"))
    judge = Judge(register_with(subsites_place()), Options(**batch.options), business_date(at), claimed)
    while _enter_piece(batch, judge, at):
        if job is not None:
            done = batch.lines.exclude(outcome="").count()
            # The lease runs by the clock, not by the moment at which the work is judged.
            now = at + timedelta(seconds=time.monotonic() - began)
            report_progress(
                job, min(99, done * 100 // batch.count), f"已处理{done}行，共{batch.count}行", now
            )
    _finish(batch, at)


@dataclass
class _Opening:
    """Units opened within one transaction, by name, and the number of the last code given."""

    units: dict[str, Unit] = field(default_factory=dict)
    last: int | None = None


@remembering()
@transaction.atomic
def _enter_piece(batch: RegisterImport, judge: Judge, at: datetime) -> int:
    """Enter the next lines without an outcome; the list is locked, so that of two workers one waits and finds them done."""
    RegisterImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    lines = list(batch.lines.filter(outcome="").order_by("number")[:PIECE])
    opening = _Opening()
    for line in lines:
        found = judge.judge(Said(line.number, line.said, line.faults))
        _enter(batch, line, found, opening, at)
    RegisterImportLine.objects.bulk_update(lines, ["outcome", "result", "channel"])
    return len(lines)


def _enter(
    batch: RegisterImport, line: RegisterImportLine, found: Judged, opening: _Opening, at: datetime
) -> None:
    """One line in its own savepoint: what a verb refuses leaves nothing of the line behind."""
    channel = found.known.channel if found.known and not found.known.line else None
    if found.verdict in (Verdict.NEW, Verdict.CORRECTED):
        try:
            with transaction.atomic():
                channel = _carry_out(batch, found, opening, at)
        except Refused as refused:
            found.verdict, found.refusals, found.changes = Verdict.REFUSED, list(refused.refusals), []
            opening.units.pop(found.opens, None)
    line.outcome, line.result, line.channel = found.verdict, told_of(found), channel


def _carry_out(batch: RegisterImport, found: Judged, opening: _Opening, at: datetime) -> Channel:
    by = batch.confirmed_by
    if found.known is not None:
        channel = found.known.channel
        if found.fields:
            reason = f"导入台账“{batch.name[:60]}”第{found.number}行"
            fields = {
                one: list(value) if isinstance(value, tuple) else value for one, value in found.fields.items()
            }
            correct(channel, fields, reason=reason, by=by, at=at)
    else:
        assert found.told is not None and found.host is not None  # noqa: S101 PT018 (a new line without them is refused)
        channel = register(
            found.told, host=_host(found, opening, by, at), by=by, at=at, draft=bool(batch.options.get("draft")),
            exception_reason=found.exception_reason,
        )  # fmt: skip
    for kind, value, since in found.identifiers:
        set_identifier(channel, kind, value, valid_from=since, by=by, at=at)
    return channel


def _host(found: Judged, opening: _Opening, by: Any, at: datetime) -> Unit:
    """The host as it is registered now; a planned one is opened with the first line that needs it."""
    assert found.host is not None  # noqa: S101 (asked before)
    planned = found.host.pk < 0
    if not planned:
        return found.host
    name = found.host.name
    if name not in opening.units:
        known = Unit.objects.filter(name=name).first()
        opening.units[name] = known or open_unit(
            _free_code(opening), name, name[:40], UnitKind.OTHER, by=by, at=at
        )
    return opening.units[name]


def _free_code(opening: _Opening) -> str:
    """The next code of the form "dw0001" (单位); it names nothing a citizen sees before somebody gives the unit a sub-site."""
    if opening.last is None:
        taken = [
            code[2:] for code in Unit.objects.filter(code__startswith="dw").values_list("code", flat=True)
        ]
        opening.last = max((int(one) for one in taken if one.isdecimal()), default=0)
    opening.last += 1
    return f"dw{opening.last:04d}"


def _finish(batch: RegisterImport, at: datetime) -> None:
    """Close the list once, and tell whoever confirmed it."""
    with transaction.atomic():
        fresh = RegisterImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if fresh.state != ImportState.ENTERING:
            return
        fresh.state, fresh.finished_at = ImportState.DONE, at
        fresh.save(update_fields=["state", "finished_at"])
        counted = dict(Counter(fresh.lines.values_list("outcome", flat=True)))
        record(
            verbs.LIST_ENTERED,
            fresh,
            by=fresh.confirmed_by,
            at=at,
            data={"file": fresh.name, "outcome": counted},
        )
        if fresh.count > AT_ONCE:
            said = "，".join(f"{Verdict(one).label}{number}行" for one, number in counted.items())
            page = reverse("registry_imports:inspect", args=[fresh.pk])
            tell(
                f"person:{fresh.confirmed_by_id}",
                f"“{fresh.name}”已导入台账",
                text=f"{said}。",
                url=page,
                at=at,
            )
