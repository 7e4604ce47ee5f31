"""Pages to HTML: one Jinja2 environment, one pure function for each kind of page.

Nothing here reads the clock, the database or the order of a dictionary. Assets are addressed by their content,
so they may be cached for ever.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from zhengtong.portal import meta, pages
from zhengtong.portal.blocks import contents, steady
from zhengtong.portal.pieces import Site

HERE = Path(__file__).resolve().parent
ASSETS_PREFIX = "/assets/"


# ---- assets -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assets:
    """The files that pages refer to: ``urls`` from name to address, ``files`` from address to content."""

    urls: Mapping[str, str]
    files: Mapping[str, bytes]

    def url(self, name: str) -> str:
        """Raises KeyError for a name that is not in the folder."""
        return self.urls[name]


def read_assets(folder: Path, prefix: str = ASSETS_PREFIX) -> Assets:
    """Read a flat folder. Stylesheets come last: a ``url("name")`` in them becomes the hashed address."""
    urls: dict[str, str] = {}
    files: dict[str, bytes] = {}
    paths = (path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    for path in sorted(paths, key=lambda path: (path.suffix == ".css", path.name)):
        content = path.read_bytes()
        if path.suffix == ".css":
            content = _linked(content.decode(), urls).encode()
        digest = sha256(content).hexdigest()[:12]
        urls[path.name] = f"{prefix}{path.stem}.{digest}{path.suffix}"
        files[urls[path.name]] = content
    return Assets(urls, files)


def _linked(css: str, urls: Mapping[str, str]) -> str:
    return re.sub(r'url\("([^"]+)"\)', lambda found: f'url("{urls[found[1]]}")', css)


@cache
def assets() -> Assets:
    """The assets of this release, read once."""
    return read_assets(HERE / "assets")


# ---- environment ------------------------------------------------------------------------------------------


def size(count: int) -> str:
    """Bytes as people read them: 860 字节, 24 KB, 1.3 MB."""
    if count < 1024:
        return f"{count} 字节"
    if count < 1024 * 1024:
        return f"{count // 1024} KB"
    return f"{count / (1024 * 1024):.1f} MB"


def day(value: date) -> str:
    return value.isoformat()


def leaves(href: str) -> bool:
    """Whether a link leads to a site that is not a government's: the guide asks to say so before."""
    found = re.match(r"https?://([^/:?#]+)", href)
    return bool(found) and not re.search(r"\.(gov\.cn|政务)$", found[1]) if found else False


@cache
def environment() -> Environment:
    """The compiled templates. Autoescape is on for all; a missing name is an error, not a blank."""
    made = Environment(
        loader=FileSystemLoader(HERE / "jinja"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.globals["asset"] = assets().url
    made.filters.update(minute=meta.minute, iso=meta.iso, day=day, size=size)
    made.tests["leaving"] = leaves
    return made


@lru_cache(maxsize=1024)
def _header(site: Site, here: str, title_tag: str, searchable: bool) -> Markup:
    template = environment().get_template("_header.html")
    return Markup(template.render(site=site, here=here, title_tag=title_tag, searchable=searchable))  # noqa: S704


@lru_cache(maxsize=256)
def _footer(site: Site) -> Markup:
    return Markup(environment().get_template("_footer.html").render(site=site))  # noqa: S704


def render(template: str, page: Any, **more: Any) -> str:
    """A page by its template. Header and footer are the same on most pages of a site: they are rendered once and kept."""
    site: Site = page.site
    here = page.path if any(link.href == page.path for link in site.navigation) else ""
    fronts = isinstance(page, pages.HomePage | pages.SubsiteHomePage)
    # One box to type into: on these pages it asks something else, or stands in the middle.
    asks_itself = isinstance(page, pages.HomePage | pages.SearchPage | pages.RegisterPage | pages.CheckPage)
    searchable = not (asks_itself or getattr(page, "asks_itself", False))
    return (
        environment()
        .get_template(template)
        .render(
            page=page,
            site=site,
            tags=meta.tags(page, site),
            header=_header(site, here, "h1" if fronts else "p", searchable),
            footer=_footer(site),
            **more,
        )
    )


# ---- pages ------------------------------------------------------------------------------------------------


def render_home(page: pages.HomePage) -> str:
    return render("home.html", page)


def render_subsite_home(page: pages.SubsiteHomePage) -> str:
    return render("subsite_home.html", page)


def render_column(page: pages.ColumnPage) -> str:
    return render("column.html", page)


def render_article(page: pages.ArticlePage) -> str:
    body = steady(page.body)
    return render("article.html", page, body=body, contents=contents(body, least=6))


def render_policy(page: pages.PolicyPage) -> str:
    body = steady(page.body)
    return render("policy.html", page, body=body, contents=contents(body))


def render_guide(page: pages.GuidePage) -> str:
    elements = [(anchor, name, steady(body, top=3)) for anchor, name, body in page.elements.named]
    return render("guide.html", page, elements=elements)


def render_sitemap_page(page: pages.SitemapPage) -> str:
    return render("sitemap.html", page)


def render_topics(page: pages.TopicsPage) -> str:
    return render("topics.html", page)


def render_units(page: pages.UnitsPage) -> str:
    return render("units.html", page)


def render_search(page: pages.SearchPage) -> str:
    return render("search.html", page)


def render_simple(page: pages.SimplePage) -> str:
    body = steady(page.body)
    return render("simple.html", page, body=body)


def render_not_found(page: pages.NotFoundPage) -> str:
    return render("not_found.html", page)


def render_register(page: pages.RegisterPage) -> str:
    return render("register.html", page)


def render_channel(page: pages.ChannelPage) -> str:
    return render("channel.html", page)


def render_check(page: pages.CheckPage) -> str:
    return render("check.html", page)
