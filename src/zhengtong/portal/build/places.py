"""The sites and columns of the portal, read once for a build in a constant number of queries."""

import tomllib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from zhengtong.duties.models import PORTAL, ContentKind, Unit
from zhengtong.duties.queries import office
from zhengtong.duties.rules import business_date
from zhengtong.portal.pieces import Column, Emblem, Footer, Link, Site
from zhengtong.publishing.models import ColumnPage, PortalHome, SubsiteHome
from zhengtong.publishing.queries import column_path
from zhengtong.registry.queries import SiteIdentity, portal_channel, public_channels, site_identity
from zhengtong.registry.rules import PublicChannel

DATA = Path(__file__).resolve().parents[1] / "data" / "site.toml"
UNREGISTERED = "尚未登记"
COLUMNS_IN_NAVIGATION = 7
SIBLINGS = 30
CONAC = "https://bszs.conac.cn/"


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """A column where its page stands: `site` is "portal" or the code of the unit whose sub-site it belongs to."""

    code: str
    name: str
    kind: str
    path: str
    site: str
    page: Column


@dataclass(frozen=True)
class Portal:
    """All that pages show besides items. Sites and columns in the order of the tree; units by their order; `at` is when."""

    sites: dict[str, Site]
    columns: dict[str, ColumnPlace]
    units: tuple[Unit, ...]
    at: datetime

    @cached_property
    def register(self) -> tuple[PublicChannel, ...]:
        """What is or was official; read when first asked for, because search has no use for it."""
        return tuple(public_channels(self.at))

    @property
    def main(self) -> Site:
        return self.sites[PORTAL]

    def columns_of(self, site: str) -> list[ColumnPlace]:
        return [place for place in self.columns.values() if place.site == site]

    def first_column(self, kind: str, site: str = PORTAL) -> ColumnPlace | None:
        return next((place for place in self.columns_of(site) if place.kind == kind), None)


@cache
def said() -> dict[str, Any]:
    """The texts of `data/site.toml`."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def read_portal(at: datetime) -> Portal | None:
    """The places as they are now, under the identity registered for that Beijing day; None before the portal is opened."""
    home = PortalHome.objects.first()
    if home is None:
        return None
    units = {sub.unit.code: sub.unit for sub in SubsiteHome.objects.select_related("unit")}
    columns = _columns()
    main = _main_site(home.title, columns, at)
    subsites = {code: _subsite(unit, main, columns) for code, unit in sorted(units.items())}
    ordered = tuple(sorted(units.values(), key=lambda unit: (unit.order, unit.code)))
    return Portal({PORTAL: main, **subsites}, {place.code: place for place in columns}, ordered, at)


def _columns() -> list[ColumnPlace]:
    found = ColumnPage.objects.select_related("column").order_by("path")
    return [_column(page) for page in found]


def _column(page: ColumnPage) -> ColumnPlace:
    path = column_path(page)
    words = tuple(
        word for word in page.keywords.replace("，", ",").replace("、", ",").split(",") if word.strip()
    )
    shown = Column(
        name=page.title, href=path, description=page.description, keywords=words, category=page.column_type,
        feed=f"{path}feed.xml",
    )  # fmt: skip
    return ColumnPlace(page.column.code, page.title, page.kind, path, page.column.site, shown)


def origin() -> str:
    """Scheme and host under which the public reads the portal, without a slash at the end."""
    return str(settings.PORTAL_URL or settings.BASE_URL).rstrip("/")


def _main_site(title: str, columns: list[ColumnPlace], at: datetime) -> Site:
    channel = portal_channel()
    known = site_identity(channel, business_date(at)) if channel else _nameless(title)
    own = [place for place in columns if place.site == PORTAL][:COLUMNS_IN_NAVIGATION]
    return Site(
        name=known.name,
        domain=known.domain or urlsplit(origin()).hostname or "localhost",
        id_code=known.site_code or UNREGISTERED,
        origin=origin(),
        footer=_footer(known),
        navigation=(Link("首页", "/"), *(Link(place.name, place.path) for place in own), Link("责任单位", "/bm/")),
        superiors=tuple(Link(**link) for link in said()["superiors"]),
        feed="/feed.xml",
    )  # fmt: skip


def _nameless(title: str) -> SiteIdentity:
    """Before the portal stands in the register: its title, and the Office as its host."""
    host = office()
    name, address, phone = (host.name, host.address, host.phone) if host else (title, "", "")
    return SiteIdentity(title, "", "", "", "", "", name, address, phone)


def _footer(known: SiteIdentity) -> Footer:
    return Footer(
        host=known.host_name, phone=known.phone or UNREGISTERED, address=known.address or UNREGISTERED,
        icp=known.icp, police=known.police, emblem=Emblem(known.mark, CONAC) if known.mark else None,
    )  # fmt: skip


def _subsite(unit: Unit, main: Site, columns: list[ColumnPlace]) -> Site:
    """A sub-site stands under the identifiers of the portal, with its own name and host."""
    home = f"/bm/{unit.code}/"
    own = [place for place in columns if place.site == unit.code][:COLUMNS_IN_NAVIGATION]
    footer = replace(
        main.footer, host=unit.name, phone=unit.phone or UNREGISTERED, address=unit.address or UNREGISTERED
    )
    return replace(
        main,
        name=unit.name,
        home=home,
        parent=Link(main.name, "/"),
        superiors=(),
        navigation=(Link("首页", home), *(Link(place.name, place.path) for place in own)),
        footer=footer,
        feed=f"{home}feed.xml",
    )


KIND_LABELS = {kind.value: kind.label for kind in ContentKind}
