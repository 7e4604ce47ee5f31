"""Both faces looked at as people do: by axe, on a phone, without scripts, and for words that are not Chinese."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
# Markup of the CMS's own editor that cannot be mended from outside (Draftail's name, the minimap, its nested panels).
EDITOR = re.compile(r"/console/pages/\d+/edit/$")
OF_THE_EDITOR = ("aria-input-field-name", "scrollable-region-focusable", "landmark-unique")


@pytest.fixture(scope="module")
def public(platform) -> dict[str, str]:
    """One address for each kind of public page, found as people find them: in the lists."""

    def newest(column: str) -> str:
        """The newest that was written by the demo's people, not made in bulk."""
        listed = re.findall(
            rf'<a href="({column}\d{{6}}/t\d{{8}}_\d+\.html)">([^<]+)', platform.get(column)[1]
        )
        return next(href for href, title in listed if not re.search(r"（\d+）$", title))

    return {
        "home": "/", "column": "/tzgg/", "policy": newest("/zcwj/"), "article": newest("/bbyw/"), "guide": newest("/jyfw/"),
        "search": "/search/?q=学校", "search, nothing found": "/search/?q=无此词语甲乙丙", "sub-site": "/bm/jw/", "units": "/bm/",
        "site map": "/sitemap/", "contact": "/lianxi/", "404": "/nothing-here/", "register": "/gfzd/", "channel": "/gfzd/BB-0001.html",
        "check": "/gfzd/cx/?q=www.beibei.gov.cn", "check, look-alike": "/gfzd/cx/?q=www.beibei.gov.cn.evil.com",
    }  # fmt: skip


PUBLIC = (
    "home", "column", "policy", "article", "guide", "search", "search, nothing found", "sub-site", "units", "site map", "contact", "404",
    "register", "channel", "check", "check, look-alike",
)  # fmt: skip


@pytest.fixture(scope="module")
def axe() -> Any:
    return pytest.importorskip("axe_playwright_python.sync_playwright").Axe()


def faults(axe: Any, page: Any) -> list[str]:
    """What axe finds, each with the elements, so that a failure says where."""
    found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['impact']} {one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found
    ]


# ---- the portal ---------------------------------------------------------------------------------------------


def test_public_pages__pass_axe(platform, public, visitor, axe, picture):
    page = visitor(platform)
    found = {}
    for kind in PUBLIC:
        page.goto(public[kind])
        found[kind] = faults(axe, page)
        if kind in ("home", "guide", "sub-site"):
            picture(page, {"home": "01-portal", "guide": "15-guide", "sub-site": "16-sub-site"}[kind])
    assert {kind: those for kind, those in found.items() if those} == {}


def test_public_pages__fit_a_phone(platform, public, visitor, picture):
    page = visitor(platform, viewport=PHONE, is_mobile=True, has_touch=True)
    wide = []
    for kind in PUBLIC:
        page.goto(public[kind])
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(kind)
        if kind == "policy":
            picture(page, "17-phone")
    assert wide == []


def test_public_pages__are_readable_without_scripts(platform, public, visitor):
    page = visitor(platform, java_script_enabled=False)
    page.goto(public["policy"])
    assert page.locator("h1").inner_text()
    assert len(page.locator(".text").inner_text()) > 100
    page.goto(public["column"])
    assert page.locator(".entries li").count() > 5
    page.locator(".pager a[rel=next]").click()
    page.wait_for_url("**/tzgg/**2**")
    assert page.locator(".entries li").count() > 5
    page.goto("/")
    page.get_by_role("searchbox").fill("学校")
    page.get_by_role("button", name="搜索").click()
    page.wait_for_url("**/search/**")
    assert page.locator("mark", has_text="学校").count() > 0
    page.goto(public["register"])
    page.get_by_role("searchbox").fill("www.beibei.gov.cn.evil.com")
    page.get_by_role("button", name="查询").click()
    page.wait_for_url("**/gfzd/cx/**")
    assert page.get_by_role("status").get_by_role("heading").inner_text() == "未查到"


def test_public_pages__ask_nobody_else_for_anything(platform, public, visitor):
    page = visitor(platform)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for kind in PUBLIC:
        page.goto(public[kind])
    assert [url for url in asked if not url.startswith(platform.address)] == []


# ---- the console --------------------------------------------------------------------------------------------


def screens_of(page: Any) -> list[str]:
    """Everything in the menu of this person, as the page itself lists it, and the page of each register's first row."""
    page.goto("/console/")
    page.locator("#wagtail-sidebar nav a").first.wait_for(state="attached")
    return sorted(
        set(
            page.eval_on_selector_all(
                "#wagtail-sidebar a[href^='/console/']", "all => all.map(one => one.pathname)"
            )
        )
    )


# Code is quoted as it is (办法 names functions); the date picker has a button that it never shows.
WORDS_SEEN = """() => {
    const attributes = ['placeholder', 'title', 'aria-label', 'alt', 'aria-description', 'aria-roledescription'];
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const holder = walker.currentNode.parentElement;
        if (!holder.closest('script, style, template, noscript, code, pre, .xdsoft_save_selected')) found.push(walker.currentNode.textContent);
    }
    for (const element of document.querySelectorAll('*'))
        for (const name of attributes) found.push(element.getAttribute(name) || '');
    for (const element of document.querySelectorAll('input[type=submit], input[type=button]')) found.push(element.value);
    return [document.title, ...found].map(text => text.trim()).filter(text => /[A-Za-z]{2,}/.test(text));
}"""
# Not English but names: addresses, accounts, files, keys, terms that Chinese offices write in Latin letters.
ALLOWED = (
    r"https?://\S*", r"[\w.+-]+@[\w-]+\.\w+", r"(?<!\w)/[\w./%-]+",  # addresses
    r"[\w-]+\.(?:docx?|txt|md|html?|pdf|ofd|xlsx|wps|csv|png)(?![a-z])", r"\.(?:docx?|txt|md|html?|pdf|ofd|xlsx|wps|csv|png)(?![a-z])",
    r"\b[a-z]+\.[a-z]+\d?\b", r"(?<![A-Za-z])beibei_[a-z_]+", r"(?<![A-Za-z])BB-\d{4}", r"(?<![A-Za-z])[A-Z]{2,6}-20\d\d-\d{3}",
    r"^[a-z]{2,5}(?:-[a-z]{2,5})?$",  # accounts and codes in the register
    r"\bsm3:[0-9a-f]+", r"^Mozilla/5\.0 .*", r'^\{".*\}$', r"^<div> </div>$", r"\bYYYY-MM-DD HH:MM\b", r"\b(?:Ctrl|Shift|Alt|Esc|Enter|Tab)\b",
    r"(?<![A-Za-z])(?:SiteName|SiteDomain|SiteIDCode|Column(?:Name|Description|Keywords|Type)|ArticleTitle|PubDate|ContentSource)(?![A-Za-z])",
    r"(?<![A-Za-z])(?:Keywords|Author|Description|Image|Url)(?![A-Za-z])",  # tags of the national guide
    r"(?<![A-Za-z])(?:META|ICP|IPv[46]|IP|ID|MB|KB|GB/T|Word|PDF|CSV|WPS|Markdown|SM3|RSS|APP|Excel|Beibei|Chrome|Chromium|Linux)(?![A-Za-z])",
)  # fmt: skip
LATIN = re.compile(r"[A-Za-z]{2,}")


def english_in(page: Any) -> list[str]:
    seen = {re.sub(r"\s+", " ", text) for text in page.evaluate(WORDS_SEEN)}
    return sorted(text for text in seen if LATIN.search(re.sub("|".join(ALLOWED), "", text)))


# One of each kind; between them they see every screen of the menu, every first row, and what can be done with it.
ROLES = (
    "jw.editor",
    "jw.first",
    "jw.manager",
    "office.clerk",
    "admin.system",
    "admin.security",
    "admin.audit",
)


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """Screens that an earlier role has seen; each is judged once."""
    return set()


def screens(page: Any, looked_at: set[str]) -> Iterator[str]:
    """What is in the menu, then the first thing of each register and what can be done with it; the page shows what is yielded."""
    for path in screens_of(page):
        is_new = came_to(page, path, looked_at)
        if is_new or path == "/console/":
            yield path
        if not is_new:
            continue
        first = page.locator("main .listing tbody a[href^='/console/']").first
        thing = first.get_attribute("href") if first.count() else ""
        if thing and came_to(page, thing, looked_at):
            acts = page.eval_on_selector_all(".zt-item__acts a.button", "all => all.map(one => one.pathname)")
            yield thing
            for act in acts:
                if came_to(page, act, looked_at):
                    yield act


def came_to(page: Any, path: str, looked_at: set[str]) -> bool:
    kind = re.sub(r"\d+", "0", path)
    if kind in looked_at and path != "/console/":
        return False
    page.goto(path)
    is_new = kind not in looked_at
    looked_at.add(kind)
    return is_new


def test_sign_in__speaks_chinese_and_passes_axe(platform, visitor, axe, picture):
    page = visitor(platform)
    page.goto("/console/login/")
    assert (english_in(page), faults(axe, page)) == ([], [])
    picture(page, "02-sign-in")


PICTURES = {
    ("jw.first", "/console/"): "03-my-work", ("office.clerk", "/console/desk/overview/"): "18-overview",
    ("jw.editor", "/console/regulation/"): "19-clauses", ("admin.audit", "/console/ledger/"): "20-ledger",
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_console__speaks_chinese_and_passes_axe(platform, signed_in, axe, looked_at, picture, role):
    page = signed_in(platform, role)
    english: dict[str, list[str]] = {}
    faulty: dict[str, list[str]] = {}
    for path in screens(page, looked_at):
        if (role, path) in PICTURES:
            picture(page, PICTURES[role, path])
        english[path] = english_in(page)
        faulty[path] = [
            fault
            for fault in faults(axe, page)
            if not (EDITOR.match(path) and fault.split()[1].startswith(OF_THE_EDITOR))
        ]
    assert english
    assert {path: words for path, words in english.items() if words} == {}
    assert {path: those for path, those in faulty.items() if those} == {}
