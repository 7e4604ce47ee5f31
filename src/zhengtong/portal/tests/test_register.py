"""The public register: what stands follows the register, and the live check accepts only what is registered (1.2, 4.6, 7.3)."""

import gzip
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html as parser

from zhengtong.portal import build as builds
from zhengtong.portal import rendering
from zhengtong.portal.build.register import qr_code
from zhengtong.portal.serving import find
from zhengtong.portal.tests import samples
from zhengtong.portal.tests.conftest import tree
from zhengtong.portal.tests.test_build import whole
from zhengtong.registry import actions
from zhengtong.registry.rules import Particulars
from zhengtong.registry.tests.conftest import case_for

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture
def register(town, at):
    """The portal, the sub-site and one WeChat account of education in the register; nothing built."""

    def enter(kind="account", host=None, *, state="normal", draft=False, **told):
        told = {"platform": "weixin", "handle": "beibei_jw_demo"} | told if kind == "account" else told
        told = Particulars(**{"kind": kind, "name": "北碚区教委", "opened_on": date(2016, 9, 1)} | told)
        return actions.register(
            told, host=host or town.education, by=town.clerk, at=at, state=state, draft=draft
        )

    enter.portal = enter("portal", town.office, name="演示门户", url="https://www.beibei.gov.cn/")
    enter.subsite = enter("subsite", name="区教委", url="https://www.beibei.gov.cn/bm/jw/")
    enter.account = enter()
    return enter


@pytest.fixture
def move(town, at):
    def move(channel, state, when=at, **more):
        return actions.set_state(
            channel,
            state,
            case=case_for(channel, at),
            by=town.clerk,
            at=when,
            acting_as="区政府办公室",
            reason="演示",
            **more,
        )

    return move


def everywhere(word):
    return [path for path, content in tree().items() if word.encode() in content]


# ---- what stands ------------------------------------------------------------------------------------------


def test_register__lists_by_unit_and_by_kind_and_a_page_for_each(register, build, read):
    build()
    code = register.account.code
    for address in ("/gfzd/", "/gfzd/lb/weixin/"):
        assert f'href="/gfzd/{code}.html">北碚区教委</a>' in read(address), address
    assert code not in read("/gfzd/lb/wangzhan/")
    page = read(f"/gfzd/{code}.html")
    for word in ("官方微信公众号", "beibei_jw_demo", "2016-09-01", "认证主体", code):
        assert word in page, word
    anchors = parser.document_fromstring(read("/gfzd/")).xpath("//section/h2/@id | //div/h2/@id")
    assert anchors[:2] == ["dw-bgs", "dw-jw"]


def test_register__is_found_from_home_footer_site_map_and_sub_site(register, build, read):
    build()
    path = f"/gfzd/{register.account.code}.html"
    assert 'href="/gfzd/"' in read("/")
    assert 'href="/gfzd/">官方网站和新媒体查询</a>' in read("/tzgg/")
    assert 'href="/gfzd/"' in read("/sitemap/")
    assert path in read("/sitemap.xml")
    assert f'href="{path}"' in read("/bm/jw/")
    assert "Disallow: /gfzd/cx/" in read("/robots.txt")


def test_register__follows_the_verbs_without_a_build_by_hand(register, build, read, town, move, at):
    build()
    account = register.account
    path = f"/gfzd/{account.code}.html"
    actions.correct(account, {"name": "北碚教育"}, reason="名称录入有误", by=town.clerk, at=at)
    build()
    assert "北碚教育" in read(path)
    mark = actions.set_identifier(
        account, "certification", "重庆市北碚区教育委员会", valid_from=date(2026, 1, 1), by=town.clerk, at=at
    )
    build()
    assert "重庆市北碚区教育委员会" in read(path)
    actions.end_identifier(mark, on=DAY, reason="认证到期", by=town.clerk, at=at)
    build()
    assert "<dt>认证主体</dt><dd>尚未登记</dd>" in read(path)
    move(account, "suspended")
    build()
    assert "暂时下线" in read("/gfzd/")
    assert "暂时下线" in read(path)


def test_register__neither_drafts_nor_applications_anywhere(register, build, read, town, move, at):
    draft = register(host=town.health, handle="draft_demo", name="待核账号", draft=True)
    applied = register(platform="douyin", handle="applied_demo", name="申请账号", state="applied")
    build()
    for word in ("draft_demo", "待核账号", "applied_demo", "申请账号", draft.code, applied.code):
        assert everywhere(word) == [], word
    actions.admit(draft, by=town.clerk, at=at)
    move(applied, "cancelled", closed_on=DAY)
    build()
    assert everywhere(draft.code)
    assert everywhere("申请账号") == []


def test_register__what_closed_is_listed_apart_for_a_year_and_its_page_stands_for_ever(
    register, build, read, move, at
):
    account = register.account
    build()
    move(account, "closed", closed_on=DAY)
    build()
    path = f"/gfzd/{account.code}.html"
    assert read("/gfzd/lb/weixin/") is None
    shown = parser.document_fromstring(read("/gfzd/")).xpath("//section[contains(@class, 'gone')]")[0]
    assert path in shown.xpath(".//a/@href")
    assert "已关停，请勿再信" in read(path)
    assert path not in read("/sitemap.xml") + read("/bm/jw/")
    builds.build_all(at=at + timedelta(days=366))
    assert "已关停、注销，请勿再信" not in read("/gfzd/")
    assert "已关停，请勿再信" in read(path)


def test_register__to_be_closed_is_official_until_then(register, build, read, move):
    move(register.account, "closing")
    build()
    assert "拟关停，关停前仍为官方" in read("/gfzd/")
    assert "请勿再信" not in read(f"/gfzd/{register.account.code}.html")


def test_incremental__equals_a_build_of_everything_byte_for_byte(
    register, write, build, move, town, at, tmp_path
):
    build()
    write("登记之后的通知")
    move(register.account, "suspended")
    register(host=town.health, handle="beibei_wjw_demo", name="北碚区卫生健康委")
    build()
    assert tree() == whole(at, tmp_path, "whole")
    assert builds.verify(at=at, rebuild=True) == []
    assert builds.build_all(at=at).written == []


def test_register__before_anything_is_registered(town, build, read):
    build()
    assert "尚无登记在册的网站和账号" in read("/gfzd/")


def test_register__identifiers_of_the_portal_and_that_a_sub_site_stands_under_them(
    register, town, build, read, at
):
    for kind, value in (("site_code", "5001090001"), ("icp", "渝ICP备00000000号")):
        actions.set_identifier(
            register.portal, kind, value, valid_from=date(2026, 1, 1), by=town.clerk, at=at
        )
    build()
    assert "<dt>网站标识码</dt><dd>5001090001</dd>" in read(f"/gfzd/{register.portal.code}.html")
    assert "5001090001（随门户网站）" in read(f"/gfzd/{register.subsite.code}.html")


def test_register__hostile_names_stay_text(register, build, read, town):
    name = '"><script>alert(1)</script>'
    made = register(host=town.health, handle="x'\"<b>", name=name)
    build()
    for address in ("/gfzd/", f"/gfzd/{made.code}.html"):
        assert "<script>alert" not in read(address)
        assert not parser.document_fromstring(read(address)).xpath("//dd//b")


def test_register__meta_tags_breadcrumbs_and_title(register, build, read):
    build()
    page = parser.document_fromstring(read(f"/gfzd/{register.account.code}.html"))
    assert page.xpath("//meta[@name='ColumnName']/@content") == ["官方网站和政务新媒体"]
    assert page.xpath("//nav[@class='trail wide']//a/@href") == ["/", "/gfzd/"]
    assert page.xpath("//title/text()")[0].startswith("北碚区教委（微信公众号） - ")


def test_qr__leads_to_the_page_itself_and_is_nothing_but_a_drawing(register, build, read, settings):
    settings.PORTAL_URL = "https://www.beibei.gov.cn"
    build()
    path = f"/gfzd/{register.account.code}.html"
    assert str(qr_code(f"https://www.beibei.gov.cn{path}")) in read(path)
    drawing = parser.fromstring(str(qr_code("https://www.beibei.gov.cn/")))
    assert {node.tag for node in drawing.iter()} == {"svg", "path"}
    assert not any(name in ("style", "href") for node in drawing.iter() for name in node.attrib)


def test_qr__differs_from_channel_to_channel():
    assert qr_code("https://a.cn/gfzd/BB-0001.html") != qr_code("https://a.cn/gfzd/BB-0002.html")


def test_page__of_a_full_list_stays_small():
    size = len(gzip.compress(rendering.render_register(samples.register()).encode()))
    assert size < 30_000


# ---- the live check ---------------------------------------------------------------------------------------


def text_of(client, question):
    response = client.get("/gfzd/cx/", {"q": question})
    assert response.status_code == 200
    page = parser.document_fromstring(response.content.decode())
    found = page.xpath("//*[contains(@class, 'verdict')][@role='status'] | //p[@class='refusal']")
    return " ".join(found[0].text_content().split()) if found else ""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("www.beibei.gov.cn", "是本区登记的官方网站"),
        ("https://www.beibei.gov.cn/bm/jw/", "子站“区教委”"),
        ("beibei_jw_demo", "是本区登记的官方微信公众号"),
        ("beibei_jw_demo", "仅指微信公众号上的这一账号"),
        ("北碚区教委", "本区登记有这个名称，请再核对"),
        ("www.beibei.gov.cn.evil.com", "未在本区登记，不能确认是官方"),
        ("www.beibei.gov.cn.evil.com", "其写法与本区官方网站、官方账号相近"),
        ("www.beibei.gov.cn.evil.com", "如发现冒用，请致电"),
        ("https://www.beibei.gov.cn@evil.com", "不能确认，请勿打开"),
        ("https://a.cn https://b.cn", "请一次只查一个"),
        ("https://weibo.com/login.php", "看不出是哪个账号"),
        ("…", "未能查询"),
    ],
)
def test_check__answers_in_plain_words(register, client, question, said):
    assert said in text_of(client, question)


def test_check__closed_says_since_when(register, client, move):
    move(register.account, "cancelled", closed_on=DAY)
    said = text_of(client, "beibei_jw_demo")
    assert "登记过，但已注销，请勿再信" in said
    assert "2026-11-23" in said


def test_check__offline_and_to_be_closed_are_said(register, client, move):
    move(register.account, "suspended")
    assert "目前暂时下线" in text_of(client, "beibei_jw_demo")
    move(register.account, "closing")
    assert "拟关停，关停前仍为官方" in text_of(client, "beibei_jw_demo")


def test_check__a_domain_given_up(register, client, town, at):
    old = actions.set_identifier(
        register.portal, "domain", "www.beibeiqu.gov.cn", valid_from=date(2020, 1, 1), by=town.clerk, at=at
    )
    assert "是本区登记的官方网站" in text_of(client, "www.beibeiqu.gov.cn")
    actions.end_identifier(old, on=DAY, reason="更换域名", by=town.clerk, at=at)
    assert "原域名已停用，请勿再信" in text_of(client, "www.beibeiqu.gov.cn")


def test_check__what_looks_alike_is_named_as_not_it(register, client):
    text = client.get("/gfzd/cx/", {"q": "beibei_jw_dem0"}).content.decode()
    assert "名称相近，但不是所查账号" in text
    assert register.account.code in text


def test_check__knows_no_draft_and_no_application(register, client, town):
    register(host=town.health, handle="draft_demo", name="待核账号", draft=True)
    register(platform="douyin", handle="applied_demo", name="申请账号", state="applied")
    for question in ("draft_demo", "待核账号", "applied_demo", "申请账号"):
        assert "未查到" in text_of(client, question)
        content = client.get("/gfzd/cx/", {"q": question[:-1]}).content.decode()
        assert "draft_demo" not in content.replace(f'value="{question[:-1]}"', "")
        assert "/gfzd/BB-0004.html" not in content


def test_check__follows_the_register_at_once_not_the_last_build(register, client, move, build):
    build()
    move(register.account, "closed", closed_on=DAY)
    assert "登记过，但已关停" in text_of(client, "beibei_jw_demo")


HOSTILE = [
    '"><script>alert(1)</script>', "' OR 1=1 --", "\x00", "https://a.cn/<img src=x onerror=alert(1)>", "javascript:alert(1)", "x" * 9000,
    "%s {} {{7*7}}", "\u202e" * 40, "北" * 600, "https://" + "a." * 400, "﷽", "\ud7ff\ue000",
]  # fmt: skip


@pytest.mark.parametrize("question", HOSTILE)
def test_check__hostile_questions_stay_inert(register, client, question):
    response = client.get("/gfzd/cx/", {"q": question})
    page = parser.document_fromstring(response.content.decode())
    assert response.status_code == 200
    assert not page.xpath("//script[not(@src)] | //main//img | //@onerror | //@style")
    assert b"49" not in response.content.partition(b'value="')[2][:30]
    assert not [href for href in page.xpath("//main//a/@href") if not href.startswith(("/", "tel:"))]


def test_check__only_reads_is_not_kept_and_not_indexed(register, client):
    assert client.post("/gfzd/cx/", {"q": "x"}).status_code == 405
    response = client.get("/gfzd/cx/")
    assert response["Cache-Control"] == "no-cache"
    assert "怎样查" in response.content.decode()
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_check__asks_the_register_twice_however_long_it_is(register, client):
    client.get("/gfzd/cx/", {"q": "beibei_jw_demo"})
    with CaptureQueriesContext(connection) as few:
        client.get("/gfzd/cx/", {"q": "beibei_jw_demo"})
    for number, platform in enumerate(("weibo", "douyin", "kuaishou", "toutiao", "bilibili")):
        register(platform=platform, handle=f"demo_{number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/gfzd/cx/", {"q": "beibei_jw_demo"})
    assert len(many) == len(few)
    assert len([one for one in many if '"registry_channel"."operator_name"' in one["sql"]]) <= 2
    assert (
        len([one for one in many if 'FROM "registry_identifier"' in one["sql"]]) == 2
    )  # and those of the footer


def test_check__before_the_portal_is_opened(db, client):
    assert client.get("/gfzd/cx/").status_code == 503


def test_check__no_built_file_stands_in_its_way(register, build):
    build()
    assert find("/gfzd/cx/") is None
    assert find("/gfzd/") is not None


def test_portal__reads_the_register_only_when_it_is_shown(register, django_assert_num_queries, at):
    portal = builds.places.read_portal(at)
    with django_assert_num_queries(2):
        assert list(portal.register) == list(portal.register)
    with django_assert_num_queries(0):
        assert register.account.code in [one.code for one in portal.register]
