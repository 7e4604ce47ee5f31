"""A citizen's way on a phone, with and without scripts: from a page with a fault to the receipt, the enquiry, the answers (5.7)."""

import re

import pytest

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture(scope="module")
def axe():
    return pytest.importorskip("axe_playwright_python.sync_playwright").Axe()


@pytest.fixture(scope="module")
def article(platform) -> str:
    return re.findall(r'<a href="(/bbyw/\d{6}/t\d{8}_\d+\.html)">', platform.get("/bbyw/")[1])[0]


def send(page) -> None:
    page.get_by_role("button", name="提交", exact=True).click()


def too_wide(page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def test_correction__on_a_phone_without_scripts(platform, article, visitor):
    page = visitor(platform, java_script_enabled=False, **PHONE)
    page.goto(article)
    page.locator(".imprint").get_by_role("link", name="告诉我们").click()
    assert page.get_by_label("有误页面的网址").input_value() == platform.address + article
    send(page)
    page.get_by_role("alert").wait_for()
    page.get_by_role("link", name="请选择错误类型。").click()
    page.get_by_label("错别字").check()
    page.get_by_label("有误的文字").fill("二月三十日")
    send(page)
    shown = page.locator(".code").inner_text()
    code = CODE.search(re.sub(r"\s", "", shown))[0]
    assert code not in page.url
    page.get_by_role("button", name="查看办理情况").click()
    page.locator(".verdict").wait_for()
    assert code not in page.url


def test_footer_link__knows_where_one_came_from_without_scripts(platform, article, visitor):
    page = visitor(platform, java_script_enabled=False)
    page.goto(article)
    page.locator(".footer-services").get_by_role("link", name="我为政府网站找错").click()
    assert page.get_by_label("有误页面的网址").input_value() == platform.address + article


def test_selected_words__come_along_where_scripts_run(platform, article, visitor):
    page = visitor(platform)
    page.goto(article)
    page.evaluate(
        """() => { const range = document.createRange(); range.selectNodeContents(document.querySelector('.text p'));
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    words = page.locator(".text p").first.inner_text()
    page.locator(".footer-services").get_by_role("link", name="我为政府网站找错").click()
    page.wait_for_url("**/jiucuo/**")
    assert page.get_by_label("有误的文字").input_value()[:20] == words.strip()[:20]


def test_errors__are_in_focus_and_lead_to_their_fields(platform, visitor, axe):
    page = visitor(platform)
    page.goto("/hdjl/xx/")
    send(page)
    page.locator("#errors").wait_for()
    assert page.evaluate("document.activeElement.id") == "errors"
    page.get_by_role("link", name="请填写标题。").click()
    assert page.evaluate("document.activeElement.id") == "title"
    assert axe.run(page).response["violations"] == []


def test_pages_of_citizens__fit_a_phone_and_pass_axe(platform, visitor, axe):
    page = visitor(platform, **PHONE)
    wrong = {}
    for address in (
        "/jiucuo/",
        "/hdjl/",
        "/hdjl/xx/",
        "/hdjl/cx/",
        "/hdjl/gk/",
        "/hdjl/wd/",
        "/hdjl/wd/?q=报名",
        "/hdjl/tj/",
    ):
        page.goto(address)
        found = [one["id"] for one in axe.run(page).response["violations"]]
        if found or too_wide(page):
            wrong[address] = found or ["too wide"]
    assert wrong == {}
