"""What should stand at every address of the site, from what is public now."""

from collections.abc import Iterator
from itertools import islice

from zhengtong.portal.build.fronts import changing_outputs, standing_outputs
from zhengtong.portal.build.items import Neighbour, item_outputs
from zhengtong.portal.build.lists import column_outputs
from zhengtong.portal.build.outputs import Output
from zhengtong.portal.build.places import Portal
from zhengtong.portal.build.register import register_outputs
from zhengtong.portal.models import SearchDocument
from zhengtong.publishing.models import Publication

BATCH = 200


def everything(portal: Portal) -> Iterator[Output]:
    """Every file once, items first. Reads rows of documents (`documents.renew_all` before) and signed contents in batches."""
    yield from _items(portal)
    for place in portal.columns.values():
        yield from column_outputs(place, portal)
    yield from changing_outputs(portal, set(portal.sites))
    yield from standing_outputs(portal)
    yield from register_outputs(portal)


def _items(portal: Portal) -> Iterator[Output]:
    rows = SearchDocument.objects.values_list("article_id", "url", "title")
    neighbours = {key: Neighbour(url, title) for key, url, title in rows.iterator(chunk_size=2000)}
    public = Publication.objects.filter(ended_at__isnull=True).order_by("pk").iterator(chunk_size=BATCH)
    files_made: set[str] = set()
    while batch := list(islice(public, BATCH)):
        for output in item_outputs(batch, portal, neighbours.get):
            if output.path not in files_made:
                yield output
            if output.path.startswith("/files/"):
                files_made.add(output.path)
