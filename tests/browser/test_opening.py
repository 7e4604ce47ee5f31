"""A clerk opens a website from application to live, on screens that ask nothing twice (issue 3, done when 3; clauses 3.3 to 3.7)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from zhengtong.publishing.kinds import Gate

pytestmark = pytest.mark.browser

NAME, DOMAIN = "北碚研学旅行网", "yxlx.beibei.gov.cn"
TODAY = "2026-11-20"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n"


@dataclass
class Opening:
    """One case on its way through the hands."""

    platform: Any
    signed_in: Callable[..., Any]
    picture: Callable[..., None]
    paper: Path
    address: str = ""

    def at(self, who: str) -> Any:
        return self.signed_in(self.platform, who)

    def open_case(self, who: str) -> Any:
        page = self.at(who)
        page.goto(self.address)
        return page

    def do(self, who: str, step: str, *, shown: str = "", approve: bool = False, **answers: str) -> None:
        """One step by its hand: opened from the case's page, filled in, sent."""
        page = self.open_case(who)
        page.get_by_role("link", name=step, exact=True).click()
        page.get_by_role("button", name=step, exact=True).wait_for()
        if approve:
            page.locator("[name=outcome][value=approve]").check()
        for name, value in answers.items():
            field = page.locator(f"[name=ask_{name}]")
            if field.first.get_attribute("type") == "radio":
                page.locator(f"[name=ask_{name}][value={value}]").check()
            else:
                field.fill(value)
        for chooser in page.locator("input[type=file]").all():
            chooser.set_input_files(self.paper)
        if shown:
            self.picture(page, shown, whole=True)
        page.get_by_role("button", name=step, exact=True).click()
        page.get_by_text(f"“{step}”已办理").wait_for()

    def value_of(self, who: str, step: str, name: str) -> str:
        """What a step's form knows before anybody types."""
        page = self.open_case(who)
        page.get_by_role("link", name=step, exact=True).click()
        return str(page.locator(f"[name=ask_{name}]").input_value())


@pytest.fixture
def opening(platform, signed_in, picture, tmp_path) -> Opening:
    paper = tmp_path / "材料.pdf"
    paper.write_bytes(PDF)
    return Opening(platform, signed_in, picture, paper)


def test_website__is_opened_from_application_to_live(opening: Opening, visitor):
    apply(opening)
    opening.do("jw.principal", "本单位主要负责人同意", approve=True)
    the_wrong_hand_sees_why_not(opening)
    opening.do("office.clerk", "区政府办公室审核", approve=True)
    opening.do("office.clerk", "市政府办公厅批准", approve=True, number="渝府办函〔2026〕9号", dated=TODAY)
    the_six_steps(opening)
    the_notice_is_published(opening)
    opening.do("wxb.liaison", "报区委网信办备案", number="网备〔2026〕9号", dated=TODAY)
    opening.do("office.clerk", "核查并开通", shown="24-live", logo="yes")
    page = opening.open_case("jw.manager")
    assert page.locator(".zt-state", has_text="已办结").count() >= 1
    opening.picture(page, "25-case", whole=True)
    the_papers_come_out(opening, page)
    it_is_official_now(opening, visitor)


def apply(opening: Opening) -> None:
    page = opening.at("jw.manager")
    page.goto("/console/procedures/of/websites/")
    page.get_by_role("link", name="政府网站开设", exact=True).click()
    opening.picture(page, "21-procedure", whole=True)
    page.get_by_role("link", name="申请", exact=True).click()
    assert page.locator("[name=ask_phone]").input_value()  # known, not typed
    page.locator("[name=ask_why]").select_option("statutory")
    page.locator("[name=ask_why_not_column]").fill("业务系统须独立部署，责任栏目和子站不能满足。")
    page.locator("[name=ask_name]").fill(NAME)
    page.locator("[name=ask_domain]").fill(DOMAIN)
    page.locator("[name=ask_functions]").first.check()
    page.locator("[name=file_division]").set_input_files(opening.paper)
    page.get_by_role("button", name="提交申请").click()
    page.get_by_text("暂不能").wait_for()  # three parts of the file are missing
    assert page.locator(".zt-notice--bad li").count() == 3
    assert page.get_by_text("已上传：材料.pdf").count() == 1
    assert page.locator("[name=ask_name]").input_value() == NAME  # nothing typed is lost
    opening.picture(page, "22-refused", whole=True)
    for part in ("review", "protection", "emergency"):
        page.locator(f"[name=file_{part}]").set_input_files(opening.paper)
    page.get_by_role("button", name="提交申请").click()
    page.get_by_text("已提交申请").wait_for()
    opening.address = page.url


def the_wrong_hand_sees_why_not(opening: Opening) -> None:
    page = opening.open_case("jw.manager")
    refused = page.locator(".zt-act--refused", has_text="区政府办公室审核")
    assert "由区政府办公室经办办理" in refused.inner_text()


def the_six_steps(opening: Opening) -> None:
    opening.do("jw.manager", "申请加挂党政机关网站标识")
    opening.do("bb.liaison", "核发党政机关网站标识", mark="3" * 32, dated=TODAY)
    assert opening.value_of("jw.manager", "注册域名并备案", "domain") == DOMAIN
    opening.do("jw.manager", "注册域名并备案", icp="渝ICP备99999999号", dated=TODAY)
    opening.do("jw.manager", "落实安全措施并通过安全检测", tester="演示检测机构", dated=TODAY)
    opening.do("gafj.liaison", "公安机关备案", police="渝公网安备50010999999999号", dated=TODAY)
    opening.do(
        "jw.manager", "填报全国政府网站信息报送系统", shown="23-national", site_code="5001099999", dated=TODAY
    )


def the_notice_is_published(opening: Opening) -> None:
    assert NAME in opening.value_of("bgs.editor", "起草开通公告", "text")
    opening.do("bgs.editor", "起草开通公告")
    page = opening.open_case("bgs.editor")
    page.get_by_role("link", name=re.compile("公告（待审校发布）")).first.click()
    page.get_by_role("link", name="修改正文", exact=True).click()
    page.get_by_label("已作保密审查").check()
    page.get_by_role("button", name=re.compile("保存")).first.click()
    page.wait_for_load_state("networkidle")
    page.goto(opening.address)
    page.get_by_role("link", name=re.compile("公告（待审校发布）")).first.click()
    article = page.url
    page.get_by_role("link", name="送审", exact=True).click()
    page.get_by_role("button", name="送审", exact=True).click()
    page.get_by_text("已送审").wait_for()
    for role in ("first", "second", "third"):
        sign(opening, article, role)
    wait_until_public(opening)


def sign(opening: Opening, article: str, role: str) -> None:
    page = opening.at(f"bgs.{role}")
    page.goto(article)
    page.get_by_role("link", name="审校签署").click()
    for gate in Gate:
        page.locator(f"[name=gate_{gate.value}][value=pass]").check()
    page.get_by_label("意见", exact=True).fill("同意。")
    page.get_by_role("button", name="审校签署").click()
    page.get_by_role("heading", name="现在可以办理").wait_for()


def wait_until_public(opening: Opening) -> None:
    """The worker tells the case that its notice is public; the page is looked at again until it says so."""
    page = opening.at("office.clerk")
    for _ in range(60):
        page.goto(opening.address)
        row = page.locator(".zt-checklist tr", has_text="开通公告在门户网站发布")
        if "已办理" in row.inner_text():
            return
        page.wait_for_timeout(500)
    pytest.fail("the case was not told that its notice is public")


def the_papers_come_out(opening: Opening, page: Any) -> None:
    for kind, magic in (("Word", b"PK"), ("PDF", b"%PDF")):
        href = page.locator(".zt-papers a", has_text=kind).nth(1).get_attribute("href")
        answer = page.request.get(href)
        assert answer.status == 200
        assert answer.body().startswith(magic)


def it_is_official_now(opening: Opening, visitor: Any) -> None:
    """A citizen asks whether the new address is the district's."""
    page = visitor(opening.platform, viewport={"width": 390, "height": 844})
    page.goto(f"/gfzd/cx/?q=https://{DOMAIN}/")
    assert NAME in page.locator("main").inner_text()
    opening.picture(page, "26-official")
