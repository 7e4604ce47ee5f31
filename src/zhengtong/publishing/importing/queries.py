"""Reading uploads: those under way, and what an upload may repeat."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhengtong.publishing.importing.access import seen_by
from zhengtong.publishing.kinds import ImportState
from zhengtong.publishing.models import ImportedFile, PolicyDocument
from zhengtong.publishing.queries import seen_by as articles_seen_by

MOST_SHOWN = 20


def under_way(person: Any, at: datetime) -> QuerySet[ImportedFile]:
    """Uploads that have not become drafts, newest first."""
    rows = ImportedFile.objects.exclude(state=ImportState.USED).defer("data", "reading")
    return (
        seen_by(rows, person, at).select_related("unit", "uploaded_by").order_by("-uploaded_at")[:MOST_SHOWN]
    )


def repeats(imported: ImportedFile, person: Any, at: datetime) -> list[str]:
    """Why this document may be there already: the same file, the same document number."""
    files = seen_by(ImportedFile.objects.exclude(pk=imported.pk), person, at)
    same = files.filter(digest=imported.digest, state=ImportState.USED, article__discarded_at=None)
    titles = {title for title in same.values_list("article__title", flat=True)[:3] if title}
    said = [f"此文件已导入过，见稿件《{title}》，请核对是否重复。" for title in sorted(titles)]
    number = imported.reading["fields"]["document_number"]
    if number and not said:
        documents = articles_seen_by(PolicyDocument.objects.filter(document_number=number), person, at)
        titles = set(documents.values_list("title", flat=True)[:3])
        said = [f"已有文号相同的稿件《{title}》，请核对是否重复。" for title in sorted(titles)]
    return said
