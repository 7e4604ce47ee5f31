"""Whose uploads a person sees, and where they may become drafts (2.3, 2.5)."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from zhengtong.duties.models import Unit
from zhengtong.duties.models.kinds import WRITERS
from zhengtong.duties.queries import matching_posts
from zhengtong.publishing.models import ColumnPage, ImportedFile
from zhengtong.publishing.policy import columns_written_by


def seen_by(imports: QuerySet[ImportedFile], person: Any, at: datetime) -> QuerySet[ImportedFile]:
    """The uploads of the units a person writes for; an operator's people see only their own (2.5)."""
    posts = matching_posts(person, None, WRITERS, at)
    written = {post.unit.pk for post in posts}
    own = {post.unit.pk for post in posts if post.appointment.commission is None}
    return imports.filter(Q(unit__in=own) | Q(unit__in=written, uploaded_by=person.pk))


def units_to_import_for(person: Any) -> list[Unit]:
    """Units in which the person writes in at least one column."""
    keys = [page.pk for page in columns_written_by(person)]
    return list(Unit.objects.filter(columns__page__in=keys).distinct().order_by("order", "pk"))


def columns_for(imported: ImportedFile, person: Any) -> QuerySet[ColumnPage]:
    """Columns of the upload's unit in which the person writes."""
    keys = [page.pk for page in columns_written_by(person)]
    pages = ColumnPage.objects.filter(pk__in=keys, column__unit=imported.unit_id)
    return pages.select_related("column__unit").order_by("path")
