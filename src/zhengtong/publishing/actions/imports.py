"""An uploaded document becomes a draft: received, read, looked at, saved once, or dropped."""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from zhengtong.duties.models import ContentKind, Person, Unit
from zhengtong.engine.digests import digest
from zhengtong.engine.evidence.actions import attach, keep
from zhengtong.engine.evidence.rules import plain_name
from zhengtong.engine.jobs.actions import enqueue, report_progress
from zhengtong.engine.jobs.models import Job
from zhengtong.engine.ledger.actions import record
from zhengtong.engine.notify.actions import tell
from zhengtong.engine.refusals import Refusal, Refused, refuse
from zhengtong.publishing import access, verbs
from zhengtong.publishing.actions.drafts import create_draft
from zhengtong.publishing.actions.pictures import Pictures
from zhengtong.publishing.importing import rules
from zhengtong.publishing.importing.access import seen_by
from zhengtong.publishing.importing.reading import Reading, read
from zhengtong.publishing.kinds import ImportState
from zhengtong.publishing.models import (
    Article,
    ColumnPage,
    ImportedFile,
    ImportedPicture,
    PolicyDocument,
    ServiceGuide,
)
from zhengtong.tools.documents import Unreadable

TASK = "publishing.read_import"
SMALL = 200_000  # bytes: read at once, while the person waits
AT_ONCE = 2.0  # seconds that a person is made to wait
HEAD_START = timedelta(seconds=10)  # the worker does not begin what is being read at once
MOST_ATTEMPTS = 3
MODELS: Mapping[str, type[Article]] = {
    ContentKind.POLICY: PolicyDocument,
    ContentKind.GUIDE: ServiceGuide,
}
OF_POLICY = ("document_number", "issuer", "written_on")
NEVER_READ = "这个文件多次使识别中断，已停止识别。请在 WPS 或 Word 中另存为 .docx 后再试，或直接拟稿。"
USED = Refusal("import.used", "该文件已存为草稿，不能放弃。如不需要，请删除草稿。", "5.2")


def receive(data: bytes, filename: str, *, unit: Unit, by: Person, at: datetime) -> ImportedFile:
    """Take an upload in and have it read; a small one is read before this returns, as far as two seconds go."""
    refuse(access.why_not_write(by, unit, at))
    with transaction.atomic():
        imported = ImportedFile.objects.create(
            unit=unit, uploaded_by=by, uploaded_at=at, name=plain_name(filename), size=len(data),
            digest=digest(data), data=data,
        )  # fmt: skip
        facts = {"file": imported.name, "size": imported.size, "digest": imported.digest}
        record(verbs.IMPORT_RECEIVED, imported, by=by, at=at, data=facts)
        enqueue(TASK, at=at, key=f"import:{imported.pk}", run_at=at + HEAD_START, imported=imported.pk)
    if imported.size <= SMALL:
        _read_at_once(imported, at)
    else:
        Job.objects.filter(key=f"import:{imported.pk}").update(run_at=at)
    imported.refresh_from_db()
    return imported


def _read_at_once(imported: ImportedFile, at: datetime) -> None:
    """What takes longer than a person likes to wait is left to the worker, who has more time."""
    began = time.monotonic()
    try:
        _keep_reading(imported, read(imported.data, imported.name, seconds=AT_ONCE), at)
    except Unreadable as unreadable:
        if time.monotonic() - began < AT_ONCE:
            _keep_refusal(imported, unreadable.reasons, at)


def read_import(imported: ImportedFile, *, at: datetime, job: Job | None = None) -> None:
    """The worker's part. Repeating it changes nothing; a file that kills the worker again and again is given up."""
    started = ImportedFile.objects.filter(pk=imported.pk, state=ImportState.WAITING)
    if not started.update(attempts=F("attempts") + 1):
        return
    imported.refresh_from_db()
    if imported.attempts > MOST_ATTEMPTS:
        _keep_refusal(imported, [NEVER_READ], at, tells=True)
        return
    if job is not None:
        report_progress(job, 30, f"正在识别“{imported.name}”", at)
    try:
        _keep_reading(imported, read(bytes(imported.data), imported.name), at, tells=True)
    except Unreadable as unreadable:
        _keep_refusal(imported, unreadable.reasons, at, tells=True)


@transaction.atomic
def _keep_reading(imported: ImportedFile, reading: Reading, at: datetime, *, tells: bool = False) -> None:
    """Keep the first reading to end; another one is not needed any more. `tells` the uploader in the same transaction."""
    waiting = ImportedFile.objects.filter(pk=imported.pk, state=ImportState.WAITING)
    if not waiting.update(state=ImportState.READY, reading=reading.data, read_at=at):
        return
    ImportedPicture.objects.bulk_create(
        ImportedPicture(imported=imported, number=number, data=one.data, media_type=one.media_type)
        for number, one in enumerate(reading.pictures, 1)
    )
    if tells:
        _tell(imported, at)


@transaction.atomic
def _keep_refusal(imported: ImportedFile, reasons: Any, at: datetime, *, tells: bool = False) -> None:
    """Of a file that cannot come in only its name and the reasons stay."""
    waiting = ImportedFile.objects.filter(pk=imported.pk, state=ImportState.WAITING)
    refused = {"state": ImportState.REFUSED, "reasons": "\n".join(reasons), "data": b"", "read_at": at}
    if waiting.update(**refused) and tells:
        _tell(imported, at)


def _tell(imported: ImportedFile, at: datetime) -> None:
    imported.refresh_from_db()
    ready = imported.state == ImportState.READY
    tell(
        f"person:{imported.uploaded_by_id}",
        f"“{imported.name}”{'已识别，请核对' if ready else '不能导入'}",
        text="文件已识别完成，请核对后存为草稿。" if ready else imported.reasons,
        url=reverse("publishing:import_file", args=[imported.pk]),
        at=at,
    )


def remember_typed(imported: ImportedFile, typed: Mapping[str, str]) -> None:
    """Keep what was filled in, so that a reload or another day loses nothing."""
    ImportedFile.objects.filter(pk=imported.pk, state=ImportState.READY).update(typed=dict(typed))


def import_draft(
    imported: ImportedFile,
    *,
    by: Person,
    at: datetime,
    column: ColumnPage,
    kind: str,
    title: str,
    alts: Mapping[int, str] | None = None,
    left_out: frozenset[int] = frozenset(),
    **fields: Any,
) -> Article:
    """Make the one draft of an upload, its pictures with it; `left_out` pictures stay behind.

    `fields` are fields of the article; those of a policy document are dropped for other kinds. Raises `Refused`.
    """
    with transaction.atomic():
        locked = ImportedFile.objects.select_for_update(of=("self",)).get(pk=imported.pk)
        said = dict(alts or {})
        wanted = {
            block["value"]["number"]: said.get(block["value"]["number"], "")
            for block in (locked.reading or {}).get("blocks", [])
            if block["type"] == "picture" and block["value"]["number"] not in left_out
        }
        facts = rules.Facts(
            state=locked.state, unit=locked.unit_id, column_unit=column.column.unit_id, title=title, alts=wanted,
            is_visible=seen_by(ImportedFile.objects.filter(pk=locked.pk), by, at).exists(),
        )  # fmt: skip
        refuse(rules.why_not_import(facts), access.why_not_write(by, column.column.unit, at, column.column))
        return _save_draft(locked, column, by, at, kind, title.strip(), wanted, fields)


def _save_draft(
    imported: ImportedFile, column: ColumnPage, by: Person, at: datetime, kind: str, title: str,
    alts: Mapping[int, str], fields: dict[str, Any],
) -> Article:  # fmt: skip
    model = MODELS.get(kind, Article)
    if model is not PolicyDocument:
        fields = {name: value for name, value in fields.items() if name not in OF_POLICY}
    with Pictures(imported, by=by) as pictures:
        body = pictures.placed(imported.reading["blocks"], alts, title)
        article = create_draft(
            column, by=by, at=at, model=model, how="导入", kind=kind, title=title, body=body, **fields
        )
        imported.state, imported.article = ImportState.USED, article
        _hang_original(imported, article, by, at)
        imported.save(update_fields=["state", "article", "data"])
        imported.pictures.all().delete()
        record(verbs.IMPORTED, article, by=by, at=at, data=_told(imported, alts))
    return article


def _told(imported: ImportedFile, alts: Mapping[int, str]) -> dict[str, Any]:
    told = {"file": imported.name, "digest": imported.digest, "pictures": len(alts)}
    return told | {"remarks": len(imported.reading["remarks"])}


def _hang_original(imported: ImportedFile, article: Article, by: Person, at: datetime) -> None:
    """The file itself becomes evidence of the draft; what evidence does not take (web pages) stays with the upload."""
    try:
        evidence = keep(bytes(imported.data), imported.name, by=by, at=at)
    except Refused:
        return
    attach(evidence, article, label="导入原件", by=by, at=at)
    imported.data = b""


def drop_import(imported: ImportedFile, *, by: Person | None, at: datetime) -> None:
    """Give an upload up; nothing of it stays but a line in the ledger."""
    with transaction.atomic():
        locked = ImportedFile.objects.select_for_update(of=("self",)).filter(pk=imported.pk).first()
        if locked is None:
            return
        seen = by is None or seen_by(ImportedFile.objects.filter(pk=locked.pk), by, at).exists()
        refuse(None if seen else rules.OTHER_UNIT, USED if locked.state == ImportState.USED else None)
        record(verbs.IMPORT_DROPPED, locked, by=by, at=at, data={"file": locked.name})
        locked.delete()


def drop_forgotten(at: datetime) -> int:
    """Uploads that nobody used within the days they are kept."""
    before = at - timedelta(days=rules.DAYS_KEPT)
    old = ImportedFile.objects.exclude(state=ImportState.USED).filter(uploaded_at__lt=before).defer("data")
    for imported in old:
        drop_import(imported, by=None, at=at)
    return len(old)
