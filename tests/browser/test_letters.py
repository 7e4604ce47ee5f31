"""A citizen on a phone without scripts finds a fault, an office sets it right and answers; a letter finds its unit (5.7).

The citizen's pages are used by their labels and roles alone, as a screen reader gives them, and pass axe.
"""

import re
import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from zhengtong.publishing.kinds import Gate

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
SOUGHT = "教师资格认定"  # a notice of 区教委 in the demo district
PATIENCE_SECONDS = 30


@dataclass
class Story:
    """What the citizen knows, and who is at which screen."""

    platform: Any
    signed_in: Any
    picture: Any
    citizen: Any
    path: str = ""
    title: str = ""
    words: str = ""
    code: str = ""
    message: str = ""
    mended: str = field(default="（已更正）")

    def at(self, who: str) -> Any:
        return self.signed_in(self.platform, who)


@pytest.fixture
def story(platform, signed_in, picture, visitor) -> Story:
    citizen = visitor(platform, viewport=PHONE, has_touch=True, java_script_enabled=False)
    return Story(platform, signed_in, picture, citizen)


def test_correction__from_a_phone_without_scripts_to_an_answer_with_both_versions(story: Story, visitor, axe):
    the_citizen_reports_it(story)
    the_citizen_asks_how_it_stands(story)
    the_editor_finds_it_and_sets_it_right(story)
    three_people_review_it(story)
    the_answer_goes_out_through_a_second_hand(story)
    the_citizen_reads_it_and_is_content(story)
    the_pages_pass_axe(story, visitor, axe)


# ---- the citizen --------------------------------------------------------------------------------------------


def the_citizen_reports_it(story: Story) -> None:
    page = story.citizen
    page.goto(f"/search/?q={SOUGHT}")
    page.get_by_role("link", name=re.compile(f"{SOUGHT}.*公告$")).first.click()
    story.path, story.title = (
        page.url.removeprefix(story.platform.address),
        page.locator("h1").inner_text().strip(),
    )
    story.words = a_phrase_of(page)
    page.get_by_role("link", name="告诉我们").click()
    assert page.get_by_label("有误页面的网址").input_value().endswith(story.path)
    assert page.get_by_text(f"您指出的页面：{story.title}").count() == 1
    page.get_by_role(
        "button", name="提交"
    ).click()  # too early: what is missing is said at the top, and leads to its field
    assert page.get_by_role("alert").count() >= 1
    page.get_by_role("link", name=re.compile("请选择错误类型")).click()
    page.get_by_role("radio", name=re.compile("^错别字")).check()
    page.get_by_label("有误的文字").fill(story.words)
    page.get_by_label("说明").fill("这几个字请核对。")
    story.picture(page, "27-correction", whole=True)
    page.get_by_role("button", name="提交").click()
    page.get_by_role("heading", name="已收到").wait_for()
    found = re.search(r"[0-9A-Z]{4}\s*-\s*[0-9A-Z]{4}\s*-\s*[0-9A-Z]{4}", page.locator("main").inner_text())
    assert found
    story.code = re.sub(r"\s", "", found[0])
    assert "工作日" not in page.locator("main").inner_text()  # no limit is promised before an office has it
    assert story.code not in page.url
    story.picture(page, "28-receipt")


def a_phrase_of(page: Any) -> str:
    """Some characters that stand once in the article, within one run of text."""
    runs = page.locator("main .text p").evaluate_all(
        "all => all.filter(p => p.childNodes.length == 1).map(p => p.textContent.trim())"
    )
    whole = (
        page.locator("main").inner_text() + page.locator("head").inner_html()
    )  # the summary stands in META alone
    for run in runs:
        for start in range(max(0, len(run) - 8)):
            phrase = run[start : start + 8]
            if re.fullmatch(r"[\u4e00-\u9fff]{8}", phrase) and whole.count(phrase) == 1:
                return str(phrase)
    raise AssertionError("the article has no phrase of its own")


def asked(story: Story) -> str:
    page = story.citizen
    page.goto("/hdjl/cx/")
    page.get_by_label("查询码").fill(story.code.lower())
    page.get_by_role("button", name="查询", exact=True).click()
    return str(page.locator("main").inner_text())


def the_citizen_asks_how_it_stands(story: Story) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    told = asked(story)
    while "区教委" not in told and "教育委员会" not in told and time.monotonic() < until:
        told = asked(story)
    assert "教育委员会" in told or "区教委" in told
    story.citizen.locator("summary").first.click()
    told = story.citizen.locator("main").inner_text()
    assert "当日不计入" in told
    assert "从哪一天起算有两种理解" in told
    story.picture(story.citizen, "29-how-it-stands", whole=True)


def the_citizen_reads_it_and_is_content(story: Story) -> None:
    told = asked(story)
    assert story.mended in told
    assert story.words in told
    story.picture(story.citizen, "33-answered", whole=True)
    story.citizen.get_by_role("radio", name="满意", exact=True).check()
    story.citizen.get_by_role("button", name=re.compile("评价")).click()
    assert "您的评价：满意" in story.citizen.locator("main").inner_text()


def the_pages_pass_axe(story: Story, visitor: Any, axe: Any) -> None:
    page = visitor(story.platform, viewport=PHONE)
    for path in (
        f"/jiucuo/?page={story.path}",
        "/hdjl/xx/",
        "/hdjl/cx/",
        "/hdjl/",
        "/hdjl/gk/",
        "/hdjl/wd/",
        "/hdjl/tj/",
    ):
        page.goto(path)
        found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert found == [], (path, [one["id"] for one in found])
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


@pytest.fixture(scope="module")
def axe() -> Any:
    return pytest.importorskip("axe_playwright_python.sync_playwright").Axe()


# ---- the office ---------------------------------------------------------------------------------------------


def the_editor_finds_it_and_sets_it_right(story: Story) -> None:
    page = story.at("jw.editor")
    page.goto("/console/")
    page.get_by_role("link", name=re.compile(re.escape(story.words))).first.click()
    page.get_by_role("heading", name="现在可以办理").wait_for()
    story.message = page.url
    assert page.locator("mark", has_text=story.words).count() == 1
    story.picture(page, "30-handler", whole=True)
    page.get_by_role("link", name="签收", exact=True).click()
    page.get_by_role("button", name="签收", exact=True).click()
    page.get_by_role("heading", name="现在可以办理").wait_for()
    page.goto(story.message)
    fix = page.locator("form.zt-fix")
    assert fix.locator("textarea").first.input_value() == story.words
    fix.locator("textarea").nth(1).fill(f"{story.words}{story.mended}")
    fix.get_by_role("button", name="更正稿件并送审").click()
    page.get_by_role("heading", name="更正正在审校").wait_for()
    story.picture(page, "31-fix", whole=True)


def three_people_review_it(story: Story) -> None:
    for role in ("first", "second", "third"):
        page = story.at(f"jw.{role}")
        page.goto("/console/")
        page.get_by_role("link", name=re.compile(re.escape(story.title))).first.click()
        page.get_by_role("link", name="审校签署").click()
        for gate in Gate:
            page.locator(f"[name=gate_{gate.value}][value=pass]").check()
        page.get_by_label("意见", exact=True).fill("同意。")
        page.get_by_role("button", name="审校签署").click()
        page.get_by_role("heading", name="现在可以办理").wait_for()


def the_answer_goes_out_through_a_second_hand(story: Story) -> None:
    page = story.at("jw.editor")
    until = time.monotonic() + PATIENCE_SECONDS
    while page.goto(story.message) and not page.get_by_text("更正已于").count() and time.monotonic() < until:
        time.sleep(0.2)  # between two looks; the condition is the page
    quoted = page.locator("[name=quoted_before], [name=quoted_after]").evaluate_all(
        "all => all.map(one => one.value)"
    )
    assert quoted == [story.words, f"{story.words}{story.mended}"]  # nothing typed twice
    assert page.locator("[name=text]").input_value()
    story.picture(page, "32-answer", whole=True)
    page.get_by_role("button", name="保存并送审").click()
    page.get_by_role("heading", name="现在可以办理").wait_for()
    page = story.at("jw.second")
    page.goto("/console/")
    page.get_by_role("link", name=re.compile(re.escape(story.words))).first.click()
    page.get_by_role("link", name="审定并答复").click()
    page.get_by_role("button", name="审定并答复").click()
    page.get_by_text("已答复").first.wait_for()


def test_letter__is_forwarded_on_a_suggestion_that_a_person_takes(platform, signed_in, visitor, picture):
    citizen = visitor(platform, viewport=PHONE, java_script_enabled=False)
    citizen.goto("/hdjl/xx/")
    citizen.get_by_role("radio", name=re.compile("^咨询")).check()
    citizen.get_by_label("标题").fill("小学转学需要哪些手续")
    citizen.get_by_role("textbox", name="内容").fill("孩子下学期转学到北碚，请问学校和学籍怎么办理？")
    citizen.get_by_role("button", name="提交").click()
    citizen.get_by_role("heading", name="已收到").wait_for()
    page = signed_in(platform, "office.clerk")
    until = time.monotonic() + PATIENCE_SECONDS
    link = page.get_by_role("link", name=re.compile("小学转学需要哪些手续"))
    while page.goto("/console/") and not link.count() and time.monotonic() < until:
        time.sleep(0.2)  # between two looks; the condition is the page
    link.first.click()
    picture(page, "34-suggestion", whole=True)
    page.get_by_role("button", name=re.compile("转区教委")).first.click()
    page.get_by_text("办理中").first.wait_for()
    page.goto("/console/interaction/board/")
    assert page.locator("table tbody tr", has_text="区教委").count() == 1
    picture(page, "35-board")
