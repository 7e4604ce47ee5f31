"""The site around the live pages, whatever happens to the database: what was read last is kept, so that people can still write."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.db import DatabaseError

from zhengtong.duties.models import PORTAL
from zhengtong.portal.build.places import UNREGISTERED, ColumnPlace, Portal, origin, read_portal
from zhengtong.portal.models import SearchDocument
from zhengtong.portal.pieces import Footer, Link, Site

log = logging.getLogger(__name__)
FRESH = 30.0  # seconds for which what was read is taken as it is
VOICES = Link("互动交流", "/hdjl/")
CORRECTION = Link("我要找错", "/jiucuo/")
LETTER = Link("我要写信", "/hdjl/xx/")
ENQUIRY = Link("查询办理情况", "/hdjl/cx/")
ANSWERS = Link("公开答复", "/hdjl/gk/")
LIBRARY = Link("问答库", "/hdjl/wd/")
FIGURES = Link("办理统计", "/hdjl/tj/")
NOT_SHOWN = "暂时不能显示"


@dataclass(frozen=True)
class Standing:
    """The main site with 互动交流 marked in its navigation; `columns` by code, empty while nothing could be read."""

    site: Site
    columns: dict[str, ColumnPlace]

    def column_at(self, path: str) -> ColumnPlace | None:
        """The column under whose address a page stands, the nearest where columns stand within each other."""
        over = [place for place in self.columns.values() if path.startswith(place.path)]
        return max(over, key=lambda place: len(place.path), default=None)


class _Kept:
    """What this process read last, and when it last asked."""

    asked: float = float("-inf")
    standing: Standing | None = None


def standing(at: datetime) -> Standing | None:
    """The site as it is, or as it was when the database last answered; None before the portal is opened. Raises nothing."""
    if _Kept.standing is not None and monotonic() - _Kept.asked < FRESH:
        return _Kept.standing
    try:
        portal = read_portal(at)
    except DatabaseError as error:
        log.warning("the site cannot be read, what was read before is shown: %s", error)
        _Kept.asked = monotonic()
        return _Kept.standing or nameless()
    _Kept.asked, _Kept.standing = monotonic(), stands(portal) if portal else None
    return _Kept.standing


def forget() -> None:
    """As a new process begins."""
    _Kept.asked, _Kept.standing = float("-inf"), None


def stands(portal: Portal) -> Standing:
    return Standing(here(portal.sites[PORTAL]), dict(portal.columns))


def here(site: Site) -> Site:
    """The site as its pages of 互动交流 show it."""
    links = (replace(link, current=link.href == VOICES.href) for link in site.navigation)
    return replace(site, navigation=tuple(links))


def nameless() -> Standing:
    """What stands around a form while the database has never answered this process."""
    site = Site(
        name="政府网站", domain=urlsplit(origin()).hostname or "localhost", id_code=UNREGISTERED, origin=origin(),
        navigation=(Link("首页", "/"), replace(VOICES, current=True)),
        footer=Footer(host="区政府办公室", phone=NOT_SHOWN, address=NOT_SHOWN),
    )  # fmt: skip
    return Standing(site, {})


# ---- which page somebody means ----------------------------------------------------------------------------


def own_path(text: str, request: Any, site: Site) -> str:
    """The path of an address of our own, without its host; any other address as it was typed."""
    parts = _split(text)
    own = {urlsplit(site.origin).netloc.lower(), request.get_host().lower()}
    if parts is None or parts.scheme not in ("http", "https") or parts.netloc.lower() not in own:
        return text
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def came_from(request: Any, site: Site) -> str:
    """The path of the page whose link led here, as the browser says (`Referrer-Policy: same-origin`); empty for none of ours."""
    found = own_path(request.META.get("HTTP_REFERER", ""), request, site).partition("?")[0]
    return found if is_own(found) else ""


def is_own(path: str) -> bool:
    """Whether it is an address within this site, not another host's without its scheme."""
    return path.startswith("/") and not path.startswith("//")


def _split(text: str) -> Any:
    try:
        return urlsplit(text.strip())
    except ValueError:
        return None


def title_of(path: str, where: Standing) -> str:
    """What the page at a path of ours is called; empty where that is not known, or not at this moment."""
    plain = path.partition("?")[0].partition("#")[0]
    try:
        found = SearchDocument.objects.filter(url=plain).values_list("title", flat=True).first()
    except DatabaseError:
        found = None
    place = where.column_at(plain)
    return found or (place.name if place and place.path == plain else "")
