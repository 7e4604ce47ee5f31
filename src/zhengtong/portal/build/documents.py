"""The row that lists, feeds and search read of each public item, kept in step with what is public."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from zhengtong.duties.rules import business_date
from zhengtong.portal.build.body import linked_items, plain_text
from zhengtong.portal.build.files import sources_of
from zhengtong.portal.build.places import Portal, origin
from zhengtong.portal.indexes import index
from zhengtong.portal.models import Reference, SearchDocument
from zhengtong.publishing.kinds import Validity
from zhengtong.publishing.models import Publication

BATCH = 500
VOID = {Validity.REPEALED.value: "已废止", Validity.EXPIRED.value: "已失效"}
GUIDE_TEXTS = (
    "item_name",
    "legal_basis",
    "conditions",
    "materials",
    "place",
    "agency",
    "fee",
    "office_hours",
    "telephone",
    "steps",
)


def document_of(publication: Publication, portal: Portal) -> SearchDocument:
    content = publication.content
    place = portal.columns[content["column"]]
    return SearchDocument(
        publication_id=publication.pk, article_id=publication.article_id, site=place.site, column=place.code,
        unit=content["unit"], unit_name=content["unit_name"], kind=content["kind"], url=publication.path,
        title=content["title"], summary=content.get("summary") or "",
        source=content.get("content_source") or content["unit_name"],
        document_number=content.get("document_number") or "", void=VOID.get(content.get("validity", ""), ""),
        published_at=publication.first_published_at, year=business_date(publication.first_published_at).year,
        text=text_of(content),
    )  # fmt: skip


def text_of(content: dict[str, Any]) -> str:
    """All words by which an item can be found, title and number apart."""
    parts = [
        content.get("summary"),
        plain_text(content["body"]),
        *(content.get(name) for name in GUIDE_TEXTS),
    ]
    named = [content.get("keywords"), content.get("issuer"), content.get("unit_name")]
    return "\n".join(part for part in [*parts, *named] if part)


def targets_of(content: dict[str, Any]) -> set[str]:
    """What the page of an item shows of others: items it links to, its successor, its files."""
    items = linked_items(content["body"], origin())
    if content.get("successor_id"):
        items.add(content["successor_id"])
    return {f"article:{key}" for key in items} | sources_of(content)


@transaction.atomic
def put(publications: Sequence[Publication], portal: Portal) -> None:
    """Make the rows, references and index of these publications anew; their articles have no row yet."""
    documents = SearchDocument.objects.bulk_create(document_of(one, portal) for one in publications)
    Reference.objects.bulk_create(
        Reference(document=document, target=target)
        for document, one in zip(documents, publications, strict=True)
        for target in sorted(targets_of(one.content))
    )
    index().put(documents)


@transaction.atomic
def drop(articles: Iterable[int]) -> None:
    keys = list(SearchDocument.objects.filter(article_id__in=list(articles)).values_list("pk", flat=True))
    index().drop(keys)
    SearchDocument.objects.filter(pk__in=keys).delete()


def renew(article: int, portal: Portal) -> Publication | None:
    """Bring the row of one article in step; return what is public of it now."""
    current = Publication.objects.filter(article_id=article, ended_at__isnull=True).first()
    drop([article])
    if current:
        put([current], portal)
    return current


def renew_all(portal: Portal, *, deep: bool = True) -> int:
    """Bring every row in step, in batches, so that others can write in between.

    `deep` compares every value; else a row that belongs to the current publication counts as right.
    Returns how many rows were wrong.
    """
    public = Publication.objects.filter(ended_at__isnull=True).order_by("pk")
    kept = set(SearchDocument.objects.values_list("publication_id", flat=True))
    wrong = set(_differing(public, portal)) if deep else set()
    wrong |= set(
        public.exclude(pk__in=SearchDocument.objects.values("publication_id")).values_list("pk", flat=True)
    )
    gone = kept - set(public.values_list("pk", flat=True))
    for keys in _batches(sorted(gone)):
        drop(SearchDocument.objects.filter(publication_id__in=keys).values_list("article_id", flat=True))
    for keys in _batches(sorted(wrong)):
        _replace(list(public.filter(pk__in=keys)), portal)
    return len(wrong) + len(gone)


def _differing(public: QuerySet[Publication], portal: Portal) -> Iterator[int]:
    """Publications whose row says something else than they do."""
    kept = {row.publication_id: row for row in SearchDocument.objects.iterator(chunk_size=BATCH)}
    for publication in public.iterator(chunk_size=BATCH):
        row = kept.get(publication.pk)
        if row and values_of(row) != values_of(document_of(publication, portal)):
            yield publication.pk


def _batches(keys: list[int]) -> Iterator[list[int]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


@transaction.atomic
def _replace(publications: list[Publication], portal: Portal) -> None:
    if publications:
        drop(one.article_id for one in publications)
        put(publications, portal)


def values_of(document: SearchDocument) -> list[Any]:
    return [
        getattr(document, one.attname) for one in SearchDocument._meta.concrete_fields if not one.primary_key
    ]
