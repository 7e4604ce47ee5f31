"""The first walk (issue 2): a real document through three reviews onto the portal, by the screens, on both databases."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from zhengtong.publishing.kinds import Gate

pytestmark = pytest.mark.browser

MEASURES = Path(__file__).resolve().parents[3] / "shared" / "regulation" / "beibei-measures-2023.txt"
TITLE = "重庆市北碚区人民政府办公室关于印发重庆市北碚区政府网站和政务新媒体管理办法的通知"
NUMBER = "北碚府办发〔2023〕2号"
ISSUER = "重庆市北碚区人民政府办公室"
CHAPTERS = [
    "总则",
    "职责分工",
    "政府网站建设",
    "政务新媒体建设",
    "政务公开",
    "舆情处置",
    "安全防护",
    "监管考核",
    "附则",
]
NUMERALS = "一二三四五六七八九"
# The house tests nothing by the clock. This one limit is promised (issue 2, done when 2): from the last click to the public page.
PROMISED_SECONDS = 2.0
GIVEN_UP_SECONDS = 30.0
REVIEW, PROOFREADING = "审核", "校对"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The regulation itself where the shared folder is there, else a stand-in of our own with the same frame."""
    if MEASURES.exists():
        return MEASURES
    return Path(__file__).with_name("stand-in.txt")


@dataclass
class Walk:
    """One document on its way: the people of one unit, the column it goes into."""

    platform: Any
    signed_in: Callable[..., Any]
    picture: Callable[..., None]
    unit: str
    column: str
    listing: str
    article: str = ""

    def at_desk(self, role: str) -> Any:
        return self.signed_in(self.platform, f"{self.unit}.{role}")

    def open_article(self, role: str) -> Any:
        page = self.at_desk(role)
        page.goto(self.article)
        return page

    # ---- the editor ----

    def bring_in(self, document: Path) -> None:
        page = self.at_desk("editor")
        page.goto("/console/openness/import/")
        page.locator("input[type=file]").set_input_files(document)
        self.picture(page, "04-upload")
        page.get_by_role("button", name="上传并识别").click()
        page.get_by_role("heading", name="核对导入内容").wait_for()
        self.see_what_was_recognised(page)
        self.picture(page, "05-recognised")
        page.get_by_label("栏目").select_option(label=self.column)
        page.get_by_label("已作保密审查").check()
        page.get_by_role("button", name="存为草稿").click()
        page.get_by_role("heading", name="现在可以办理").wait_for()
        self.article = page.url
        self.picture(page, "06-draft")

    def see_what_was_recognised(self, page: Any) -> None:
        recognised = {
            "title": TITLE,
            "document_number": NUMBER,
            "issuer": ISSUER,
            "written_on": "2023-01-09",
            "kind": "policy",
        }
        assert {name: page.locator(f"[name={name}]").input_value() for name in recognised} == recognised
        assert chapters_in(page.locator(".zt-import__text :is(h2, h3, h4)").all_inner_texts()) == CHAPTERS

    def hand_in(self) -> None:
        page = self.open_article("editor")
        page.get_by_role("link", name="送审", exact=True).click()
        button = page.get_by_role("button", name="送审", exact=True)
        button.wait_for()
        self.picture(page, "07-hand-in")
        button.click()
        page.get_by_text("已送审，正文已锁定").wait_for()

    # ---- the signers ----

    def sign(self, role: str, *acts: str, shown: str = "") -> Any:
        """Everything up to the last click and the click itself; the answer is waited for."""
        page = self.fill_in(role, acts)
        if shown:
            self.picture(page, shown)
        self.press_sign(page)
        page.get_by_role("heading", name="现在可以办理").wait_for()
        assert "已签署" in page.locator(".messages").inner_text()
        return page

    def fill_in(self, role: str, acts: tuple[str, ...]) -> Any:
        page = self.open_article(role)
        page.get_by_role("link", name="审校签署").click()
        offered = page.locator("[name=acts]")
        offered.first.wait_for()
        assert offered.evaluate_all("boxes => boxes.map(box => box.parentElement.innerText.trim())") == list(
            acts
        )
        if REVIEW in acts:
            for gate in Gate:
                page.locator(f"[name=gate_{gate.value}][value=pass]").check()
        page.get_by_label("意见", exact=True).fill("同意。")
        return page

    def press_sign(self, page: Any) -> None:
        page.get_by_role("button", name="审校签署").click()

    def last_signature(self, role: str, *acts: str) -> str:
        """The last click, measured: the address of the article, public within the promised time."""
        page = self.fill_in(role, acts)
        # The moment of the click as the browser knows it; what the test's own steering takes does not count.
        page.evaluate("addEventListener('click', () => sessionStorage.setItem('clicked', Date.now()), true)")
        with watched(self) as watch:
            self.press_sign(page)
        assert watch.href, f"{TITLE} did not become public in {GIVEN_UP_SECONDS} seconds"
        took = watch.seen - int(page.evaluate("sessionStorage.getItem('clicked')")) / 1000
        print(f"\n{self.platform.database}, {self.unit}: public {took:.2f} s after the last click")
        assert took < PROMISED_SECONDS
        page.get_by_text("本稿已通过三审三校并发布").wait_for()
        return watch.href


@dataclass
class Watch:
    seen: float = 0.0
    href: str = ""


@contextmanager
def watched(walk: Walk) -> Iterator[Watch]:
    """Look from outside, as a citizen would, until the column lists the title and the page behind it answers with it."""
    link = re.compile(rf'href="([^"]+)">{re.escape(TITLE)}')
    before = set(link.findall(walk.platform.get(walk.listing)[1]))
    watch = Watch()

    def look() -> None:
        until = time.monotonic() + GIVEN_UP_SECONDS
        while not watch.href and time.monotonic() < until:
            for href in set(link.findall(walk.platform.get(walk.listing)[1])) - before:
                status, text = walk.platform.get(href)
                if status == 200 and TITLE in text:
                    watch.seen, watch.href = time.time(), href
            time.sleep(0.05)  # between two looks; the condition is the page

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    yield watch
    looking.join(GIVEN_UP_SECONDS)


def chapters_in(headings: list[str]) -> list[str]:
    found = [re.fullmatch(r"第(.)章\s*(.+)", heading.strip()) for heading in headings]
    chapters = [one for one in found if one]
    assert "".join(one[1] for one in chapters) == NUMERALS
    return [re.sub(r"\s", "", one[2]) for one in chapters]


# ---- three hands, on the portal's own column ----------------------------------------------------------------


def test_measures__go_through_three_hands_onto_the_portal(
    each_platform, document, signed_in, visitor, picture
):
    walk = Walk(each_platform, signed_in, picture, "bgs", "门户 · 政策文件（收录政策文件）", "/zcwj/")
    walk.bring_in(document)
    walk.hand_in()
    the_author_sees_why_not(walk)
    the_next_stage_is_closed_to(walk, "second", "一审一校")
    walk.sign("first", REVIEW, PROOFREADING, shown="08-sign")
    the_same_hand_is_refused_another_stage(walk)
    walk.sign("second", REVIEW, PROOFREADING)
    href = walk.last_signature("third", REVIEW, PROOFREADING)
    the_story_is_whole(walk, signatures=6)
    the_public_reads_it(walk, visitor(each_platform), href)
    everything_is_proven(each_platform)


def the_author_sees_why_not(walk: Walk) -> None:
    page = walk.open_article("editor")
    assert page.get_by_role("button", name="审校签署").is_disabled()
    reasons = reasons_at(page, "审校签署")
    assert "拟稿" in reasons or "修改" in reasons


def the_next_stage_is_closed_to(walk: Walk, role: str, standing: str) -> None:
    page = walk.open_article(role)
    assert page.get_by_role("button", name="审校签署").is_disabled()
    assert standing in page.locator(".zt-head").inner_text()
    assert "5.2" in reasons_at(page, "审校签署")


def the_same_hand_is_refused_another_stage(walk: Walk) -> None:
    """All reasons at once: not this stage's post, and a signature of another stage."""
    page = walk.open_article("first")
    assert page.get_by_role("button", name="审校签署").is_disabled()
    act = page.locator(".zt-act--refused", has_text="审校签署")
    assert act.locator(".zt-refusals li").count() >= 2
    assert "一审" in reasons_at(page, "审校签署")
    walk.picture(page, "09-wrong-hands")


def reasons_at(page: Any, label: str) -> str:
    return str(page.locator(".zt-act--refused", has_text=label).inner_text())


def the_story_is_whole(walk: Walk, *, signatures: int) -> None:
    page = walk.open_article("editor")
    assert page.locator(".zt-story b", has_text="签署").count() >= 3
    walk.picture(page, "10-story", whole=True)
    page.get_by_role("link", name="审校单", exact=True).first.click()
    page.locator(".zt-sheet").wait_for()
    rows = page.locator(".zt-sheet tbody tr").filter(has_text=re.compile("审核|校对|[一二三][审校]"))
    assert rows.count() >= signatures
    walk.picture(page, "11-sheet")


# ---- what the public sees -----------------------------------------------------------------------------------


def the_public_reads_it(walk: Walk, page: Any, href: str) -> None:
    page.goto(href)
    assert page.locator("h1").inner_text() == TITLE
    card = page.locator("dl.card").inner_text()
    assert all(words in card for words in (NUMBER, ISSUER, "2023-01-09", "有效"))
    assert chapters_in(page.locator(".text :is(h2, h3, h4)").all_inner_texts()) == CHAPTERS
    tags_are_complete(walk, page)
    walk.picture(page, "12-public")
    it_stands_in_lists(walk, page, href)
    it_is_found(walk, page, href)


def tags_are_complete(walk: Walk, page: Any) -> None:
    """META tags of the national guide (figures.md 2.5): ten on an article, none empty, equal to what is shown."""
    tags = page.eval_on_selector_all("meta[name]", "all => all.map(one => [one.name, one.content])")
    said = dict(tags)
    required = (
        "SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType",
        "ArticleTitle", "PubDate", "ContentSource",
    )  # fmt: skip
    assert [name for name in required if not said.get(name, "").strip()] == []
    assert [name for name in required if [one for one, _ in tags].count(name) != 1] == []
    shown = page.locator("dl.card time").last.inner_text()
    assert (said["ArticleTitle"], said["PubDate"]) == (TITLE, shown)
    assert said["ColumnName"] == "政策文件"
    assert re.fullmatch(r"\d{10}", said["SiteIDCode"])
    assert f"来源：{said['ContentSource']}" in page.locator("article").inner_text()


def it_stands_in_lists(walk: Walk, page: Any, href: str) -> None:
    page.goto(walk.listing)
    first = page.locator(".entries li").first
    assert first.locator("a").get_attribute("href") == href
    assert NUMBER in first.inner_text()
    walk.picture(page, "13-column")
    home = walk.listing if walk.unit == "bgs" else f"/bm/{walk.unit}/"
    page.goto("/" if walk.unit == "bgs" else home)
    assert page.locator(f'a[href="{href}"]').count() == 1
    feed = ElementTree.fromstring(walk.platform.get("/feed.xml")[1].encode())
    assert walk.platform.address + href in [item.findtext("link") for item in feed.iter("item")]
    assert f"<loc>{walk.platform.address}{href}</loc>" in walk.platform.get("/sitemap.xml")[1]


def it_is_found(walk: Walk, page: Any, href: str) -> None:
    """By a word of two characters, by its number, by a term of the trade; among 10,000 others."""
    for words in ("网站", NUMBER, "三审三校"):
        page.goto("/")
        page.get_by_role("searchbox").fill(words)
        page.get_by_role("button", name="搜索").click()
        page.wait_for_url("**/search/**")
        assert page.locator(f'a[href="{href}"]').count() >= 1, f"{words} does not find it"
    walk.picture(page, "14-search")


def everything_is_proven(platform: Any) -> None:
    assert "校验通过" in platform.command("verify-ledger")
    assert "一致" in platform.command("verify-portal")


# ---- six hands, in a unit that keeps review and proofreading apart -------------------------------------------


def test_measures__go_through_six_hands_where_proofreaders_stand_apart(
    each_platform, document, signed_in, visitor, picture
):
    walk = Walk(
        each_platform,
        signed_in,
        lambda *a, **k: None,
        "jw",
        "子站 · 政策文件（收录政策文件）",
        "/bm/jw/zcwj/",
    )
    proofreaders_stand_apart(walk)
    walk.bring_in(document)
    walk.hand_in()
    for role, act in (
        ("first", REVIEW),
        ("proof1", PROOFREADING),
        ("second", REVIEW),
        ("proof2", PROOFREADING),
    ):
        walk.sign(role, act)
    walk.sign("third", REVIEW)
    href = walk.last_signature("proof3", PROOFREADING)
    the_story_is_whole(walk, signatures=6)
    the_public_reads_it(walk, visitor(each_platform), href)
    everything_is_proven(each_platform)


def proofreaders_stand_apart(walk: Walk) -> None:
    """The unit's own decision, by its site manager: 审核分工."""
    page = walk.at_desk("manager")
    page.goto("/console/duties/units/?q=区教委")
    page.get_by_role("link", name="区教委").first.click()
    page.get_by_role("link", name="变更审核分工").click()
    page.get_by_label("另设专门校对").check()
    page.get_by_role("button", name="变更审核分工").click()
    page.get_by_text("已变更").wait_for()
