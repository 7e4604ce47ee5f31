"""The page of one item: article, policy document or guide, from its signed content."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from zhengtong.portal import pages, rendering
from zhengtong.portal.blocks import Block, Paragraph
from zhengtong.portal.build.body import Surroundings, blocks_of
from zhengtong.portal.build.files import Copy, Files, files_for
from zhengtong.portal.build.outputs import Output, item_source, page
from zhengtong.portal.build.places import Portal, origin
from zhengtong.portal.pieces import Link
from zhengtong.publishing.content import date_of
from zhengtong.publishing.kinds import Validity
from zhengtong.publishing.models import Publication

VALIDITY = {
    Validity.VALID.value: pages.Validity(label="有效"),
    Validity.REPEALED.value: pages.Validity(label="已废止", void=True),
    Validity.EXPIRED.value: pages.Validity(label="已失效", void=True),
}


@dataclass(frozen=True)
class Neighbour:
    """Another public item, as far as a page shows it."""

    path: str
    title: str


NeighbourOf = Callable[[int], Neighbour | None]


def item_outputs(
    publications: Iterable[Publication], portal: Portal, neighbour_of: NeighbourOf
) -> Iterator[Output]:
    """The pages of a batch of items with the files they show."""
    batch = list(publications)
    files = files_for(one.content for one in batch)
    for publication in batch:
        text = _rendered(publication, portal, files, neighbour_of)
        yield page(publication.path, text, item_source(publication.article_id))
    yield from (Output(copy.path, copy.content, copy.source) for copy in _sorted(files.made.values()))


def _sorted(copies: Iterable[Copy]) -> list[Copy]:
    return sorted(copies, key=lambda copy: copy.path)


def _rendered(publication: Publication, portal: Portal, files: Files, neighbour_of: NeighbourOf) -> str:
    content = publication.content
    body = blocks_of(content["body"], _surroundings(content, files, neighbour_of))
    common = _common(publication, portal)
    if "document_number" in content:
        return rendering.render_policy(_policy(content, common, body, neighbour_of))
    if "item_name" in content:
        return rendering.render_guide(_guide(content, common, body))
    return rendering.render_article(
        pages.ArticlePage(**common, body=body, source_href=content.get("repost_url") or "")
    )


def _surroundings(content: dict[str, Any], files: Files, neighbour_of: NeighbourOf) -> Surroundings:
    signed = content.get("files", {})

    def address_of(key: int) -> str | None:
        neighbour = neighbour_of(key)
        return neighbour.path if neighbour else None

    return Surroundings(
        address_of,
        lambda value: files.picture(value, signed),
        lambda key: files.attachment(key, signed),
        origin(),
    )


def _common(publication: Publication, portal: Portal) -> dict[str, Any]:
    content = publication.content
    place = portal.columns[content["column"]]
    return {
        "site": portal.sites[place.site], "column": place.page, "path": publication.path,
        "trail": (*portal.trail_to(place), Link(place.name, place.path)), "title": content["title"],
        "published_at": publication.first_published_at,
        "source": (content.get("content_source") or "").strip() or content["unit_name"],
        "unit": content["unit_name"], "keywords": words(content.get("keywords") or ""),
        "description": content.get("summary") or "",
    }  # fmt: skip


def words(text: str) -> tuple[str, ...]:
    return tuple(word for word in re.split(r"[\s,，;；、]+", text) if word)


def _policy(
    content: dict[str, Any], common: dict[str, Any], body: tuple[Block, ...], neighbour_of: NeighbourOf
) -> pages.PolicyPage:
    validity = VALIDITY[content["validity"]]
    successor = neighbour_of(content["successor_id"]) if content.get("successor_id") else None
    if validity.void and successor:
        link = Link(successor.title, successor.path)
        validity = pages.Validity(label=validity.label, void=True, successor=link)
    return pages.PolicyPage(
        **common, body=body, document_number=content["document_number"], issuer=content["issuer"],
        written_on=date_of(content, "written_on"), validity=validity, index_number=content["index_number"],
        subject=content.get("subject_class") or "",
    )  # fmt: skip


GUIDE_ELEMENTS = {
    "legal_basis": "legal_basis", "conditions": "conditions", "materials": "materials", "place": "place", "agency": "agency",
    "fees": "fee", "hours": "office_hours", "phone": "telephone", "steps": "steps",
}  # fmt: skip


def _guide(content: dict[str, Any], common: dict[str, Any], body: tuple[Block, ...]) -> pages.GuidePage:
    elements = {name: _lines(content.get(key) or "") for name, key in GUIDE_ELEMENTS.items()}
    elements["steps"] += body
    return pages.GuidePage(
        **common, elements=pages.GuideElements(**elements), summary=content.get("summary") or ""
    )


def _lines(text: str) -> tuple[Block, ...]:
    return tuple(Paragraph(line.strip()) for line in text.splitlines() if line.strip())
