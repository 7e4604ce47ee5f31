"""The report of an imported list of messages as a spreadsheet: line by line, in a form that can be corrected and uploaded again."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from zhengtong.interaction.importing.words import FIELDS, OTHERS
from zhengtong.interaction.models import ImportState, LineVerdict, MessageImport, MessageImportLine
from zhengtong.interaction.sheets import XLSX, workbook

HEAD = (("行号", 7), ("处理", 15), ("登记为", 14), ("不能导入的原因", 60), ("请留意", 50))


def report(batch: MessageImport) -> HttpResponse:
    """One sheet: what becomes of each line, then what the line says, under headings that an upload recognises."""
    fields = [field for field in FIELDS if field in batch.headings]
    columns = [
        *HEAD,
        *((FIELDS[field], 20) for field in fields),
        *((heading, 20) for heading in batch.ignored),
    ]
    said = [*fields, *(f"{OTHERS}{heading}" for heading in batch.ignored)]
    kind = "导入报告" if batch.state == ImportState.DONE else "预演报告"
    name = f"{kind}-{batch.name.rpartition('.')[0][:80] or batch.pk}.xlsx"
    return as_download(workbook(kind, columns, _rows(batch, said)), name)


def as_download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


def _rows(batch: MessageImport, said: list[str]) -> Iterator[list[Any]]:
    lines = batch.lines.select_related("message").order_by("number")
    for line in lines.iterator(chunk_size=500):
        yield [*_told(line), *(line.said.get(name, "") for name in said)]


def _told(line: MessageImportLine) -> list[Any]:
    told = line.outcome if line.outcome is not None else line.told
    return [
        line.number, LineVerdict(line.result or line.foreseen).label, line.message.number if line.message else "",
        _reasons(told["refusals"]), _reasons(told["doubts"]),
    ]  # fmt: skip


def _reasons(told: Iterable[dict[str, str]]) -> str:
    return "\n".join(
        f"{one['message']}（{one['clause']}）" if one["clause"] else one["message"] for one in told
    )
