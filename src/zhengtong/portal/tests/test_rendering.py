import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from lxml import html as parser
from markupsafe import Markup

from zhengtong.portal import pages, pieces, rendering
from zhengtong.portal.blocks import Cell, Heading, Paragraph, Table, contents, steady
from zhengtong.portal.tests import samples

PAGES = samples.gallery()
SITE = ["SiteName", "SiteDomain", "SiteIDCode"]
COLUMN = [*SITE, "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
ITEM = [*COLUMN, "ArticleTitle", "PubDate", "ContentSource"]
OPTIONAL = {"Keywords", "Author", "Description", "Image", "Url"}
NAUGHTY = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e'


def tree(text):
    return parser.document_fromstring(text)


def meta(text):
    found = tree(text).xpath("//meta[@name][not(@name='viewport')][not(@name='robots')]")
    return [(tag.get("name"), tag.get("content")) for tag in found]


@pytest.mark.parametrize(
    ("path", "required"),
    [
        ("/index.html", SITE),
        ("/bm/jw/index.html", SITE),
        ("/search/index.html", SITE),
        ("/404.html", SITE),
        ("/sitemap/index.html", SITE),
        ("/zwgk/index.html", COLUMN),
        ("/zwgk/tzgg/index.html", COLUMN),
        ("/zt/index.html", SITE),
        ("/zt/kaixue/index.html", COLUMN),
        ("/gfzd/index.html", COLUMN),
        ("/gfzd/QP-0003.html", COLUMN),
        ("/gfzd/cx/index.html", SITE),
        ("/zwgk/tzgg/1.html", ITEM),
        ("/zwgk/zcwj/4.html", ITEM),
        ("/bsfw/zn/1.html", ITEM),
    ],
)
def test_meta_tags__those_of_the_page_kind_and_no_others(path, required):
    names = [name for name, _ in meta(PAGES[path])]
    assert names[: len(required)] == required
    assert set(names[len(required) :]) <= (OPTIONAL if required is ITEM else set())


@pytest.mark.parametrize("path", PAGES)
def test_meta_tags__never_empty(path):
    assert all(content.strip() for _, content in meta(PAGES[path]))


def test_meta_tags__column_without_description_falls_back_to_its_name():
    bare = pieces.Column(name="通知公告", href="/tzgg/", keywords=("", " "))
    values = dict(meta(rendering.render_column(replace(samples.column(), column=bare))))
    assert {values[name] for name in COLUMN[3:]} == {"通知公告"}


@pytest.mark.parametrize("field", ["name", "domain", "id_code"])
def test_site__refused_when_meta_would_be_empty(field):
    with pytest.raises(ValueError, match=field):
        replace(samples.PORTAL, **{field: " "})


def test_item__refused_without_source_or_with_a_naive_time():
    with pytest.raises(ValueError, match="source"):
        replace(samples.article(), source=" ")
    with pytest.raises(ValueError, match="aware"):
        replace(samples.guide(), published_at=datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("path", ["/zwgk/tzgg/1.html", "/zwgk/zcwj/4.html", "/bsfw/zn/1.html"])
def test_time_shown__equals_pub_date_in_shanghai(path):
    assert dict(meta(PAGES[path]))["PubDate"] == "2026-11-20 09:30"
    assert "2026-11-20 09:30" in tree(PAGES[path]).xpath("//article//time/text()")


@pytest.mark.parametrize("path", PAGES)
def test_footer__has_all_that_the_national_guide_asks(path):
    footer = tree(PAGES[path]).xpath("//footer[last()]")[0]
    words = footer.text_content()
    for word in (
        "我为政府网站找错",
        "站点地图",
        "主办单位",
        "联系电话",
        "网站标识码",
        "5000000000",
        "党政机关网站标识",
    ):
        assert word in words
    assert footer.xpath(".//a[@href='https://beian.miit.gov.cn/'][contains(., '渝ICP备')]")
    assert footer.xpath(".//a[starts-with(@href, 'https://beian.mps.gov.cn/')][contains(., '渝公网安备')]")
    assert footer.xpath(".//a[contains(., 'CA0000')]/@href") == ["https://bszs.conac.cn/"]


def test_footer__says_that_a_number_is_missing():
    bare = replace(samples.PORTAL, footer=replace(samples.FOOTER, icp="", police="", emblem=None))
    footer = tree(rendering.render_home(replace(samples.home(), site=bare))).xpath("//footer")[0]
    assert footer.text_content().count("尚未登记") == 3


@pytest.mark.parametrize("path", PAGES)
def test_page__has_no_inline_script_or_style_and_asks_no_third_party(path):
    page = tree(PAGES[path])
    assert not page.xpath("//style | //*[@style] | //script[not(@src)] | //iframe")
    assert not [name for node in page.iter() for name in getattr(node, "attrib", {}) if name.startswith("on")]
    fetched = page.xpath("//script/@src | //img/@src | //link[@rel!='canonical']/@href | //form/@action")
    assert all(address.startswith("/") and not address.startswith("//") for address in fetched)


@pytest.mark.parametrize("path", PAGES)
def test_page__has_one_title_headings_in_order_and_landmarks(path):
    page = tree(PAGES[path])
    levels = [int(node.tag[1]) for node in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels.count(1) == 1
    main = [
        int(node.tag[1]) for node in page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
    ]
    assert all(after - before <= 1 for before, after in pairwise(main))
    assert page.get("lang") == "zh-CN"
    assert len(page.xpath("//main[@id='content']")) == 1
    assert page.xpath("//a[@class='skip']/@href") == ["#content"]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PAGES)
def test_page__with_all_it_fetches_is_under_100_kb(path):
    needed = set(re.findall(r'"(/assets/[^"]+)"', PAGES[path]))
    files = rendering.assets().files
    fetched = sum(
        len(content) for address, content in files.items() if address in needed or "ridges" in address
    )
    assert len(PAGES[path].encode()) + fetched < 100_000


def test_rendering__same_input_same_bytes():
    assert samples.gallery() == PAGES


def test_hostile_text__stays_text_wherever_it_stands():
    column = replace(samples.NOTICE, name=NAUGHTY, description=NAUGHTY, keywords=(NAUGHTY,))
    entry = replace(
        samples.NOTICES[0], title=NAUGHTY, unit=NAUGHTY, document_number=NAUGHTY, href=f"/{NAUGHTY}"
    )
    hostile = (
        rendering.render_column(replace(samples.column(), column=column, entries=(entry,), narrowed=NAUGHTY)),
        rendering.render_article(
            replace(
                samples.article(),
                title=NAUGHTY,
                source=NAUGHTY,
                body=(
                    Paragraph(NAUGHTY),
                    Heading(2, NAUGHTY, NAUGHTY),
                    Table(((Cell(NAUGHTY, header=True),),), NAUGHTY),
                ),
            )
        ),
        rendering.render_policy(replace(samples.policy(), document_number=NAUGHTY, issuer=NAUGHTY)),
        rendering.render_search(pages.SearchPage(site=samples.PORTAL, query=NAUGHTY)),
        rendering.render_not_found(pages.NotFoundPage(site=replace(samples.PORTAL, name=NAUGHTY))),
    )
    for text in hostile:
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert NAUGHTY in tree(text).text_content() or NAUGHTY in "".join(
            tree(text).xpath("//@content | //@value")
        )


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x"]
)
def test_link__refused_when_its_address_is_a_script(href):
    with pytest.raises(ValueError, match="may link"):
        pieces.Link("x", href)
    with pytest.raises(ValueError, match="may link"):
        replace(samples.article(), source_href=href)


@pytest.mark.parametrize(
    "href", ["/zwgk/", "#a", "/a?b=c:d", "https://www.gov.cn/", "mailto:a@b.cn", "tel:12345", ""]
)
def test_link__ordinary_addresses_pass(href):
    assert pieces.Link("x", href).href == href


def test_body__markup_is_printed_and_plain_text_escaped():
    text = rendering.render_article(
        replace(samples.article(), body=(Paragraph(Markup("<strong>重</strong>")), Paragraph("a < b")))
    )
    assert "<p><strong>重</strong></p>" in text
    assert "<p>a &lt; b</p>" in text


def test_table__blank_heading_cells_are_plain_cells():
    table = Table(((Cell("", header=True), Cell("年", header=True)), (Cell("区", header=True), Cell("1"))))
    page = tree(rendering.render_article(replace(samples.article(), body=(table,))))
    assert page.xpath("//table//th/@scope") == ["col", "row"]


def test_repealed_document__says_so_across_the_top_with_its_successor():
    bar = tree(PAGES["/zwgk/zcwj/old.html"]).xpath("//*[@class='repealed']")[0]
    assert "已废止" in bar.text_content()
    assert bar.xpath(".//a/@href") == ["/zwgk/zcwj/4.html"]
    assert not tree(PAGES["/zwgk/zcwj/4.html"]).xpath("//*[@class='repealed']")


def test_long_document__has_contents_that_lead_to_its_chapters():
    page = tree(PAGES["/zwgk/zcwj/4.html"])
    targets = page.xpath("//nav[@class='contents']//a/@href")
    assert len(targets) == 9
    assert all(page.xpath(f"//h2[@id='{target[1:]}']") for target in targets)


def test_guide__shows_all_ten_elements_and_says_which_is_missing():
    page = replace(samples.guide(), elements=replace(samples.guide().elements, fees=()))
    shown = tree(rendering.render_guide(page))
    names = [
        node.text_content()
        for node in shown.xpath("//p[@class='over-title'] | //section[@class='element']/h2")
    ]
    assert names == [
        "事项名称", "设定依据", "申请条件", "办理材料", "办理地点", "办理机构", "收费标准", "办理时间", "联系电话", "办理流程",
    ]  # fmt: skip
    assert "尚未公布" in shown.xpath("//section[@aria-labelledby='shoufei']")[0].text_content()


def test_mourning__is_one_attribute():
    assert tree(PAGES["/mourning.html"]).get("data-mourning") == "on"
    assert PAGES["/mourning.html"].replace(' data-mourning="on"', "") == PAGES["/index.html"]


def test_steady__never_skips_a_level_downwards():
    uneven = (Heading(1, "a"), Heading(4, "b"), Heading(3, "c"), Heading(6, "d"), Heading(2, "e"))
    assert [block.level for block in steady(uneven)] == [2, 3, 3, 4, 2]


def test_contents__only_of_the_highest_linked_level_and_only_for_long_texts():
    headings = (Heading(2, "a", "a"), Heading(3, "b", "b"), Heading(2, "c", "c"), Heading(2, "d"))
    assert contents(headings) == ()
    assert [heading.text for heading in contents(headings, least=2)] == ["a", "c"]


@pytest.mark.parametrize(
    ("current", "count", "shown"),
    [
        (1, 1, (1,)),
        (1, 4, (1, 2, 3, 4)),
        (5, 65, (1, 2, 3, 4, 5, 6, 7, 0, 65)),
        (10, 20, (1, 0, 8, 9, 10, 11, 12, 0, 20)),
    ],
)
def test_pager__shows_ends_and_neighbours(current, count, shown):
    assert pieces.Pager(current, count, "/a/", "/a/p{n}.html").shown == shown


def test_pager__first_page_has_its_own_address():
    pager = pieces.Pager(2, 3, "/a/", "/a/p{n}.html")
    assert [pager.href(number) for number in (1, 2, 3)] == ["/a/", "/a/p2.html", "/a/p3.html"]


def test_assets__are_addressed_by_content(tmp_path):
    (tmp_path / "a.svg").write_text("<svg/>")
    (tmp_path / "b.css").write_text('x { background: url("a.svg") }')
    first = rendering.read_assets(tmp_path)
    (tmp_path / "a.svg").write_text("<svg></svg>")
    second = rendering.read_assets(tmp_path)
    assert first.url("a.svg") != second.url("a.svg")
    assert first.url("b.css") != second.url("b.css")
    assert second.url("a.svg").encode() in second.files[second.url("b.css")]


def test_assets__no_stylesheet_asks_for_anything_outside():
    for address, content in rendering.assets().files.items():
        if address.endswith(".css"):
            assert b"http" not in content
            assert b"@import" not in content
            assert b"data:" not in content


@pytest.mark.parametrize(
    ("href", "answer"),
    [
        ("https://map.example.com/", True),
        ("https://www.gov.cn/x", False),
        ("https://zwykb.cq.gov.cn:443/", False),
        ("https://evilgov.cn/", True),
        ("/bsfw/", False),
    ],
)
def test_leaving__only_for_sites_that_are_not_a_governments(href, answer):
    assert rendering.leaves(href) is answer


def test_time__summer_of_utc_day_change_is_shown_as_the_next_day():
    page = replace(samples.article(), published_at=datetime(2026, 12, 31, 16, 5, tzinfo=UTC))
    assert dict(meta(rendering.render_article(page)))["PubDate"] == "2027-01-01 00:05"


# ---- topics -----------------------------------------------------------------------------------------------


def test_topic__names_its_units_and_leads_back_to_all_topics():
    text = PAGES["/zt/kaixue/index.html"]
    facts = [
        " ".join(one.text_content().split()) for one in tree(text).xpath("//dl[@class='topic-facts']/div")
    ]
    assert facts == [
        "牵头单位区教委", "联办单位区卫生健康委、区公安分局", "开设日期2026-08-20", "计划截止2026-12-31",
    ]  # fmt: skip
    assert tree(text).xpath("//nav[@aria-label='当前位置']//a/@href") == ["/", "/zt/"]


def test_topic__archived_says_so_and_promises_no_end():
    text = PAGES["/zt/fangxun/index.html"]
    assert "本专题已于2026-10-15归档" in text
    assert "计划截止" not in text
    assert "本专题尚未发布信息" in text
    assert "已归档的专题" in PAGES["/zt/index.html"]


def test_topic__hostile_words_stay_words():
    topic = replace(samples.CAMPUS, lead=NAUGHTY, joint=(NAUGHTY,))
    card = replace(samples.TOPICS[0], title=NAUGHTY, summary=NAUGHTY, topic=topic)
    for text in (
        rendering.render_column(replace(samples.topic(), topic=topic)),
        rendering.render_topics(replace(samples.topics(), current=(card,))),
        rendering.render_home(replace(samples.home(), topics=(card,))),
    ):
        assert "<script>alert" not in text
        assert "<img src=x" not in text
