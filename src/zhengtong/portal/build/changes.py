"""What one article's publication, new version or withdrawal touches, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from zhengtong.portal.build import documents
from zhengtong.portal.build.fronts import changing_outputs
from zhengtong.portal.build.items import Neighbour, item_outputs
from zhengtong.portal.build.lists import column_files, column_outputs, place_of
from zhengtong.portal.build.outputs import Output, column_source, item_source
from zhengtong.portal.build.places import Portal
from zhengtong.portal.models import BuiltFile, Reference, SearchDocument
from zhengtong.publishing.models import Publication


@dataclass
class Change:
    """`outputs`: files to look at again; `stale`: files that go; `withdrawn`: addresses that nothing may mention any more."""

    outputs: list[Output] = field(default_factory=list)
    stale: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)


def change_of(article: int, portal: Portal) -> Change:
    """Bring the article's row in step and render what it reaches; in the caller's transaction."""
    before = _targets(article)
    versions = list(Publication.objects.filter(article_id=article).order_by("pk"))
    current = documents.renew(article, portal)
    change = Change(list(_pages(article, current, portal)))
    columns = {version.content["column"] for version in versions}
    for code in sorted(columns & portal.columns.keys()):
        touched = place_of(code, article, versions[0].first_published_at)
        change.outputs += column_outputs(portal.columns[code], portal, touched)
        change.stale |= _files_of(column_source(code)) - column_files(portal.columns[code])
    sites = {portal.columns[code].site for code in columns & portal.columns.keys()}
    change.outputs += changing_outputs(portal, sites)
    change.stale |= _unused(before - _targets(article))
    if current is None:
        change.stale |= _files_of(item_source(article))
        change.withdrawn = {version.path for version in versions}
    return change


def _pages(article: int, current: Publication | None, portal: Portal) -> Iterator[Output]:
    """The item itself, and the items that link to it or name it as their successor."""
    mentioning = SearchDocument.objects.filter(references__target=f"article:{article}").values(
        "publication_id"
    )
    others = Publication.objects.filter(pk__in=mentioning, ended_at__isnull=True).exclude(article_id=article)
    batch = [*([current] if current else []), *others.order_by("pk")]
    yield from item_outputs(batch, portal, _neighbours(batch).get)


def _neighbours(batch: list[Publication]) -> dict[int, Neighbour]:
    wanted = {
        target
        for one in batch
        for target in documents.targets_of(one.content)
        if target.startswith("article:")
    }
    keys = [int(target.partition(":")[2]) for target in wanted]
    rows = SearchDocument.objects.filter(article_id__in=keys).values_list("article_id", "url", "title")
    return {key: Neighbour(url, title) for key, url, title in rows}


def _targets(article: int) -> set[str]:
    return set(Reference.objects.filter(document__article_id=article).values_list("target", flat=True))


def _files_of(source: str) -> set[str]:
    return set(BuiltFile.objects.filter(source=source).values_list("path", flat=True))


def _unused(targets: set[str]) -> set[str]:
    """Copies of files that this article was the last to show."""
    files = {target for target in targets if not target.startswith("article:")}
    used = set(Reference.objects.filter(target__in=files).values_list("target", flat=True))
    return set(BuiltFile.objects.filter(source__in=files - used).values_list("path", flat=True))
