"""Topics on the public site: opened, filled by several units, archived; at every moment what stands equals a whole build."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from zhengtong.duties.actions import close_column
from zhengtong.duties.models import PostKind
from zhengtong.portal import build as builds
from zhengtong.portal.build import staging
from zhengtong.portal.models import BuiltFile
from zhengtong.portal.tests.conftest import hand_through, tree
from zhengtong.portal.tests.test_build import path_of, whole
from zhengtong.publishing.actions import close_topic, create_draft, open_topic
from zhengtong.publishing.models import ColumnPage
from zhengtong.publishing.tests.conftest import appointed

pytestmark = pytest.mark.django_db


@pytest.fixture
def health(town):
    """The hands of the joint unit."""
    posts = {"first": PostKind.REVIEWER_1, "second": PostKind.REVIEWER_2, "third": PostKind.DEPUTY}
    people = {name: appointed(f"health-{name}", town.health, post) for name, post in posts.items()}
    return SimpleNamespace(editor=town.stranger, **people)


@pytest.fixture
def topic(town, at):
    return open_topic(
        title="秋季开学服务", summary="入学、防病、校车<b>一处</b>看全。", lead=town.education, joint=[town.health],
        slug="kaixue", reason="集中公开", by=town.clerk, at=at,
    )  # fmt: skip


@pytest.fixture
def publish(topic, at):
    """Make an item of the topic public, written and signed by the hands of one unit."""

    def publish(cast, title, when=at):
        place = ColumnPage.objects.get(column__topic=topic)
        draft = create_draft(
            place, by=cast.editor, at=when, title=title, content_source="演示来源", secrecy_checked=True,
            body=[("paragraph", "<p>现将有关事项通知如下。</p>")],
        )  # fmt: skip
        hand_through(cast, draft, when)
        return draft

    return publish


def test_topic__stands_in_the_list_of_topics_on_the_home_page_in_the_navigation_and_on_the_site_map(
    topic, build, read
):
    build()
    for address in ("/", "/zt/", "/sitemap/", "/sitemap.xml"):
        assert "/zt/kaixue/" in read(address), address
    page = read("/zt/kaixue/")
    for words in (
        "<dd>区教委</dd>",
        "<dd>区卫生健康委</dd>",
        "入学、防病、校车&lt;b&gt;一处&lt;/b&gt;看全。",
        "本专题尚未发布信息",
    ):
        assert words in page, words
    assert '<meta name="ColumnType" content="专栏专题">' in page
    assert '<a href="/zt/">专栏专题</a>' in read("/zwdt/")
    assert "秋季开学服务" not in read("/zwdt/")


def test_topic__shows_the_items_of_all_units_each_with_its_unit(topic, town, health, publish, build, read):
    items = publish(town, "秋季入学安排"), publish(health, "开学防病提示")
    build()
    page = read("/zt/kaixue/")
    for item, unit in zip(items, ("区教委", "区卫生健康委"), strict=True):
        assert path_of(item).startswith("/zt/kaixue/")
        assert path_of(item) in page
        assert f"<span>{unit}</span>" in page
    trail = read(path_of(items[1])).partition('aria-label="当前位置"')[2].partition("</nav>")[0]
    assert [part.split('"')[0] for part in trail.split('href="')[1:]] == ["/", "/zt/", "/zt/kaixue/"]


def test_incremental__an_item_of_a_topic_equals_a_build_of_everything(
    topic, town, health, publish, withdraw, build, at, tmp_path
):
    gone = publish(health, "将撤下的提示")
    publish(town, "秋季入学安排")
    build()
    before = {
        path: staging.on_disk(path).stat().st_mtime_ns
        for path in BuiltFile.objects.values_list("path", flat=True)
    }
    withdraw(gone)
    publish(health, "开学防病提示", at + timedelta(hours=1))
    build(at + timedelta(hours=1))
    changed = {
        path
        for path, when in before.items()
        if staging.on_disk(path).exists() and staging.on_disk(path).stat().st_mtime_ns != when
    }
    assert changed <= {
        "/index.html", "/feed.xml", "/sitemap.xml", "/zt/kaixue/index.html", "/zt/kaixue/feed.xml",
    }  # fmt: skip
    assert tree() == whole(at, tmp_path, "whole")
    assert builds.verify(at=at, rebuild=True) == []


@pytest.mark.parametrize("by_duty_table", [False, True])
def test_archived__stays_readable_leaves_the_home_page_and_equals_a_build_of_everything(
    topic, town, publish, build, read, at, tmp_path, by_duty_table
):
    item = publish(town, "秋季入学安排")
    build()
    if by_duty_table:
        close_column(topic.column, reason="活动结束", by=town.clerk, at=at)
    else:
        close_topic(topic, reason="活动结束", by=town.clerk, at=at)
    build()
    assert "本专题已于2026-11-23归档" in read("/zt/kaixue/")
    assert path_of(item) in read("/zt/kaixue/")
    assert "已归档" in read("/zt/")
    assert '/zt/kaixue/"' not in read("/")
    assert tree() == whole(at, tmp_path, "whole")
    assert builds.verify(at=at, rebuild=True) == []


def test_topic_of_a_subsite__is_listed_there_and_not_on_the_portal(town, build, read, at, tmp_path):
    open_topic(title="校园安全月", summary="校园安全信息。", lead=town.education, site="jw", slug="anquan", reason="集中公开",
               by=town.clerk, at=at)  # fmt: skip
    build()
    for address in ("/bm/jw/", "/bm/jw/zt/", "/sitemap/"):
        assert "/bm/jw/zt/anquan/" in read(address), address
    assert "/bm/jw/zt/anquan/" not in read("/")
    assert read("/zt/") is None
    assert tree() == whole(at, tmp_path, "whole")


def test_topics__newest_first_the_archived_behind(town, topic, build, read, at):
    for number, days in ((1, 1), (2, 2)):
        open_topic(title=f"专题{number}", summary="说明。", lead=town.education, slug=f"z{number}", reason="集中公开",
                   by=town.clerk, at=at + timedelta(days=days))  # fmt: skip
    close_topic(topic, reason="活动结束", by=town.clerk, at=at + timedelta(days=3))
    build(at + timedelta(days=3))
    page = read("/zt/").partition("<main")[2]
    places = [page.index(f'href="/zt/{slug}/"') for slug in ("z2", "z1", "kaixue")]
    assert places == sorted(places)


def test_queries__as_many_for_many_topics(town, topic, at, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        builds.actions.read_portal(at)
    for number in range(5):
        open_topic(title=f"专题{number}", summary="说明。", lead=town.education, joint=[town.health, town.office],
                   slug=f"z{number}", reason="集中公开", by=town.clerk, at=at)  # fmt: skip
    with django_assert_num_queries(len(one)):
        builds.actions.read_portal(at)
