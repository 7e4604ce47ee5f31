"""The builds: of everything, of one article, of what one line of the ledger changed. Each can be repeated at any time."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from zhengtong.engine.ledger.models import Entry
from zhengtong.portal.build import documents, staging
from zhengtong.portal.build.changes import Change, change_of
from zhengtong.portal.build.everything import everything
from zhengtong.portal.build.places import Portal, read_portal
from zhengtong.portal.build.proof import prove_gone
from zhengtong.portal.build.staging import Report, Stage, building
from zhengtong.portal.build.verification import strangers
from zhengtong.portal.models import Build, BuiltFile, SearchDocument
from zhengtong.publishing.models import Publication

log = logging.getLogger(__name__)
ARTICLE = "publishing.article"


def build_entry(entry: Entry, *, at: datetime) -> Report:
    """Build what this line of the ledger changed; nothing when a full build has seen it already."""
    with building():
        if entry.seq <= _seen():
            return Report()
        if entry.subject_type != ARTICLE or not _is_built():
            return _build_all(at, deep=False)
        return _build_article(int(entry.subject_id), at)


def build_article(article: int, *, at: datetime) -> Report:
    """Build what this article touches, whether it became public, changed or was withdrawn."""
    with building():
        return _build_article(article, at) if _is_built() else _build_all(at)


def build_all(*, at: datetime, deep: bool = True) -> Report:
    """Build everything; what stands byte for byte is left alone, what was tampered with is healed, what is too much goes.

    `deep` also compares the rows of lists and search with the signed contents, value by value.
    """
    with building():
        return _build_all(at, deep=deep)


def catch_up(*, at: datetime) -> Report:
    """Build what is outstanding, article by article; everything when nothing stands yet."""
    with building():
        if not _is_built():
            return _build_all(at)
        whole = Report()
        for article in outstanding():
            report = _build_article(article, at)
            whole.written += report.written
            whole.removed += report.removed
        return whole


def outstanding() -> list[int]:
    """Articles whose public version is not the one that lists and search know."""
    known = dict(SearchDocument.objects.values_list("article_id", "publication_id"))
    public = dict(Publication.objects.filter(ended_at__isnull=True).values_list("article_id", "pk"))
    return sorted(key for key in known.keys() | public.keys() if known.get(key) != public.get(key))


def _seen() -> int:
    return Build.objects.filter(pk=1).values_list("seen", flat=True).first() or 0


def _is_built() -> bool:
    return BuiltFile.objects.filter(path="/index.html").exists()


def _build_article(article: int, at: datetime) -> Report:
    portal = read_portal(at)
    if portal is None:
        return Report()
    with transaction.atomic():
        staging.reached("row")
        change = change_of(article, portal)
        report = _stage(change).commit(at)
        staging.reached("commit")
    staging.reached("proof")
    prove_gone(change.withdrawn)
    return report


def _stage(change: Change) -> Stage:
    paths = {output.path for output in change.outputs}
    stage = Stage(dict(BuiltFile.objects.filter(path__in=paths).values_list("path", "hash")))
    for output in change.outputs:
        stage.put(output)
    stage.drop(change.stale)
    return stage


def _build_all(at: datetime, *, deep: bool = True) -> Report:
    """Rows are brought in step first and in batches, so that the console can write while pages are rendered."""
    portal = read_portal(at)
    if portal is None:
        return Report()
    seen = Entry.objects.aggregate(last=Max("seq"))["last"] or 0
    staging.reached("rows")
    documents.renew_all(portal, deep=deep)
    stage = Stage(dict(BuiltFile.objects.values_list("path", "hash")), distrustful=True)
    for output in everything(portal):
        stage.put(output)
    stage.drop(stage.known.keys())
    return _finish(stage, portal, seen, at)


def _finish(stage: Stage, portal: Portal, seen: int, at: datetime) -> Report:
    _sweep(stage)
    with transaction.atomic():
        report = stage.commit(at)
        Build.objects.update_or_create(pk=1, defaults={"seen": seen, "at": at})
        staging.reached("commit")
    staging.reached("proof")
    prove_gone(withdrawn())
    log.info(
        "portal built: %s written, %s removed, %s unchanged",
        len(report.written),
        len(report.removed),
        report.unchanged,
    )
    return report


def _sweep(stage: Stage) -> None:
    """What lies in the site without being of it: put there by somebody else, or left by a build that was killed."""
    staging.reached("sweep")
    for stranger in strangers(stage.seen | stage.known.keys()):
        log.warning("removing a file that no build made: %s", stranger)
        stranger.unlink()


def withdrawn() -> set[str]:
    """Addresses of articles that were public and are not."""
    public = Publication.objects.filter(ended_at__isnull=True)
    ended = Publication.objects.exclude(article_id__in=public.values("article_id"))
    return set(ended.exclude(path__in=public.values("path")).values_list("path", flat=True))
