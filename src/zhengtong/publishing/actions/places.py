"""Setting up the portal's tree from the register of units and the duty table (1.3, 2.3, 2.4)."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Page, Site

from zhengtong.duties.models import PORTAL, ContentKind, Person, ResponsibleColumn, Unit
from zhengtong.engine.ledger.actions import record
from zhengtong.publishing import verbs
from zhengtong.publishing.models import ColumnPage, PortalHome, SubsiteFolder, SubsiteHome
from zhengtong.publishing.models.places import Place

SUBSITES = "bm"
TOPICS = "zt"


@transaction.atomic
def open_portal(title: str, *, by: Person | None, at: datetime) -> PortalHome:
    """The root of the tree, once; the stock welcome page of the CMS goes."""
    existing = PortalHome.objects.first()
    if existing:
        return existing
    root = Page.get_first_root_node()
    home = PortalHome(title=title, slug="portal", live=True, show_in_menus=True)
    root.add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": title},
    )
    for page in Page.objects.filter(depth=2).exclude(pk=home.pk):
        page.delete()
    home.add_child(instance=SubsiteFolder(title="部门子站", slug=SUBSITES))
    record(verbs.PLACE_OPENED, home, by=by, at=at)
    return PortalHome.objects.get(pk=home.pk)


@transaction.atomic
def open_subsite(unit: Unit, *, by: Person | None, at: datetime) -> SubsiteHome:
    """The unit's sub-site under /bm/<code>/, once."""
    existing = SubsiteHome.objects.filter(unit=unit).first()
    if existing:
        return existing
    page = SubsiteHome(title=unit.name, slug=unit.code, unit=unit)
    SubsiteFolder.objects.get().add_child(instance=page)
    record(verbs.PLACE_OPENED, page, by=by, at=at, data={"unit": unit.code})
    return page


@transaction.atomic
def open_column(column: ResponsibleColumn, *, by: Person | None, at: datetime, description: str, keywords: str,
                column_type: str, home: Place | None = None, slug: str = "") -> ColumnPage:  # fmt: skip
    """The page of a responsible column, once: on the portal or on its unit's sub-site, unless another place is given."""
    existing = ColumnPage.objects.filter(column=column).first()
    if existing:
        return existing
    page = ColumnPage(
        title=column.name, slug=slug or _slug(column), column=column, kind=column.kind, description=description,
        keywords=keywords, column_type=column_type, show_in_menus=True,
    )  # fmt: skip
    (home or home_of(column.site)).add_child(instance=page)
    record(verbs.PLACE_OPENED, page, by=by, at=at, data={"column": column.code})
    return page


COLUMN_TYPES = {
    ContentKind.NEWS: "政务动态",
    ContentKind.GUIDE: "办事服务",
    ContentKind.POLICY: "信息公开目录",
    ContentKind.NOTICE: "信息公开目录",
    ContentKind.OTHER: "信息公开目录",
}


def open_place_of(column: ResponsibleColumn, *, at: datetime) -> ColumnPage | None:
    """The page of a column that was added on screen, described by what the duty table says. None before there is a portal."""
    if not PortalHome.objects.exists():
        return None
    if column.site != PORTAL:
        open_subsite(Unit.objects.get(code=column.site), by=None, at=at)
    return open_column(
        column, by=None, at=at, description=f"{column.unit.name}“{column.name}”栏目", keywords=column.name,
        column_type=COLUMN_TYPES[ContentKind(column.kind)],
    )  # fmt: skip


def home_of(site: str) -> Place:
    """The home of the portal or of a unit's sub-site."""
    return PortalHome.objects.get() if site == PORTAL else SubsiteHome.objects.get(unit__code=site)


def _slug(column: ResponsibleColumn) -> str:
    return column.code.removeprefix(f"{column.site}-")
