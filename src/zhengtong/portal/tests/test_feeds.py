from datetime import UTC, date, datetime

from lxml import etree

from zhengtong.portal import feeds
from zhengtong.portal.tests import samples

AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def feed(*items):
    return feeds.render_feed(
        feeds.Feed(
            site=samples.PORTAL,
            title="通知公告",
            path="/tzgg/feed.xml",
            home="/tzgg/",
            description="",
            items=items,
        )
    )


def item(title="标题", at=AT):
    return feeds.FeedItem(
        title=title, href="/tzgg/1.html?a=1&b=2", published_at=at, summary="要点", source="区教委"
    )


def test_feed__holds_title_absolute_address_and_time_in_shanghai():
    channel = etree.fromstring(feed(item())).find("channel")
    assert channel.findtext("item/title") == "标题"
    assert channel.findtext("item/link") == "https://www.example.gov.cn/tzgg/1.html?a=1&b=2"
    assert channel.findtext("item/pubDate") == "Fri, 20 Nov 2026 09:30:00 +0800"
    assert channel.findtext("lastBuildDate") == "Fri, 20 Nov 2026 09:30:00 +0800"


def test_feed__control_characters_and_markup_leave_it_well_formed():
    title = "a\x00\x0b\x1f\ufffe\ud800<b>&]]>'\"🏔"
    assert etree.fromstring(feed(item(title))).findtext("channel/item/title") == "a<b>&]]>'\"🏔"


def test_feed__empty_is_valid_and_has_no_build_date():
    channel = etree.fromstring(feed()).find("channel")
    assert channel.find("lastBuildDate") is None
    assert channel.findtext("description") == "通知公告"


def test_sitemap__one_file_up_to_the_limit():
    files = feeds.render_sitemap(
        samples.PORTAL, [feeds.Address("/a&b/", date(2026, 1, 2)), feeds.Address("/c/")], limit=2
    )
    assert list(files) == ["/sitemap.xml"]
    root = etree.fromstring(files["/sitemap.xml"])
    assert root.xpath("//s:loc/text()", namespaces=SPACE) == [
        "https://www.example.gov.cn/a&b/",
        "https://www.example.gov.cn/c/",
    ]
    assert root.xpath("//s:lastmod/text()", namespaces=SPACE) == ["2026-01-02"]


def test_sitemap__an_index_above_it_names_every_part():
    files = feeds.render_sitemap(samples.PORTAL, [feeds.Address(f"/{n}/") for n in range(5)], limit=2)
    named = etree.fromstring(files["/sitemap.xml"]).xpath("//s:loc/text()", namespaces=SPACE)
    assert named == [f"https://www.example.gov.cn/sitemap-{n}.xml" for n in (1, 2, 3)]
    listed = [
        place
        for path in list(files)[1:]
        for place in etree.fromstring(files[path]).xpath("//s:loc/text()", namespaces=SPACE)
    ]
    assert len(listed) == 5


def test_robots__keeps_search_out_and_names_the_site_map():
    text = feeds.render_robots(samples.PORTAL).decode()
    assert "Disallow: /search/\n" in text
    assert text.endswith("Sitemap: https://www.example.gov.cn/sitemap.xml\n")
