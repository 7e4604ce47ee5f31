"""An item becomes public, changes, goes: what stands afterwards is exactly what a build of everything would make."""

import gzip
from datetime import timedelta

import pytest
from django.conf import settings

from zhengtong.demo.bulk import seed_articles
from zhengtong.duties.models import ContentKind
from zhengtong.portal import build as builds
from zhengtong.portal.build import staging
from zhengtong.portal.build.proof import StillMentioned, prove_gone
from zhengtong.portal.models import BuiltFile, SearchDocument
from zhengtong.portal.tests.conftest import hand_through, tree
from zhengtong.publishing.models import PolicyDocument, Publication, ServiceGuide

pytestmark = pytest.mark.django_db


def path_of(article):
    return Publication.objects.filter(article=article).latest("pk").path


def whole(at, tmp_path, name):
    """What a build of everything makes in an empty folder."""
    kept = settings.PORTAL_ROOT
    settings.PORTAL_ROOT = tmp_path / name
    try:
        for output in builds.actions.everything(builds.actions.read_portal(at)):
            target = staging.on_disk(output.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(output.content)
            if staging.has_twin(output.path):
                target.with_name(target.name + ".gz").write_bytes(staging.twin_of(output.content))
        return tree()
    finally:
        settings.PORTAL_ROOT = kept


def test_publishing__article_list_home_feed_site_map_and_search_show_it(write, build, read):
    article = write("关于秋季入学登记的公告")
    build()
    path = path_of(article)
    assert "<h1>关于秋季入学登记的公告</h1>" in read(path)
    for address in ("/tzgg/", "/", "/feed.xml", "/tzgg/feed.xml", "/sitemap.xml"):
        assert path in read(address), address
    assert SearchDocument.objects.get(url=path).title == "关于秋季入学登记的公告"


def test_publishing__meta_tags_of_the_national_guide(write, build, read):
    article = write()
    build()
    text = read(path_of(article))
    for name in (
        "SiteName",
        "SiteDomain",
        "SiteIDCode",
        "ColumnName",
        "ColumnDescription",
        "ColumnKeywords",
        "ColumnType",
    ):
        assert f'<meta name="{name}" content="' in text
    assert '<meta name="PubDate" content="2026-11-23 12:00">' in text
    assert '<meta name="ContentSource" content="区教委">' in text


def test_publishing__what_is_not_public_stands_nowhere(town, write, build, read, at):
    from zhengtong.publishing.actions import create_draft

    write()
    create_draft(town.column, by=town.editor, at=at, title="尚未审校的草稿", content_source="区教委")
    build()
    assert not any("尚未审校的草稿".encode() in content for content in tree().values())


def test_publishing__writes_only_what_it_touches(town, write, build, at):
    write()
    write("另一栏目的动态", place=town.news)
    build()
    before = {
        path: staging.on_disk(path).stat().st_mtime_ns
        for path in BuiltFile.objects.values_list("path", flat=True)
    }
    write("第二篇通知")
    build()
    changed = {path for path, when in before.items() if staging.on_disk(path).stat().st_mtime_ns != when}
    assert changed == {"/index.html", "/feed.xml", "/sitemap.xml", "/tzgg/index.html", "/tzgg/feed.xml"}


def test_incremental__equals_a_build_of_everything_byte_for_byte(town, write, withdraw, build, at, tmp_path):
    seed_articles(90, at, columns=[town.column, town.news])
    build()
    withdraw(Publication.objects.order_by("pk")[7].article)
    write("最后一篇", place=town.news)
    build()
    assert tree() == whole(at, tmp_path, "whole")
    assert builds.verify(at=at, rebuild=True) == []


def test_build_all__a_second_one_writes_nothing(write, build, at):
    write()
    build()
    report = builds.build_all(at=at)
    assert (report.written, report.removed) == ([], [])


def test_new_version__same_address_new_text(town, write, build, read, at):
    article = write("旧标题")
    build()
    path = path_of(article)
    draft = article.specific.get_latest_revision_as_object()
    draft.title = "新标题"
    draft.save_revision(user=town.editor)
    hand_through(town, article, at)
    build()
    assert path_of(article) == path
    assert "新标题" in read(path)
    assert "旧标题" not in read("/tzgg/")


def test_take_down__gone_from_page_lists_home_feeds_site_map_and_search(write, withdraw, build, read):
    stays, goes = write("留下的通知"), write("撤下的通知")
    build()
    withdraw(goes)
    build()
    path = path_of(goes)
    assert read(path) is None
    assert not any(path.encode() in content for content in tree().values())
    assert not any("撤下的通知".encode() in content for content in tree().values())
    assert not SearchDocument.objects.filter(url=path).exists()
    assert read(path_of(stays)) is not None


def test_take_down__links_to_it_become_plain_text(write, withdraw, build, read):
    target = write("被引用的通知")
    linking = write(
        "引用者", body=[("paragraph", f'<p>详见<a linktype="page" id="{target.pk}">附件通知</a>。</p>')]
    )
    build()
    assert f'href="{path_of(target)}"' in read(path_of(linking))
    withdraw(target)
    build()
    assert path_of(target) not in read(path_of(linking))
    assert "详见附件通知。" in read(path_of(linking))


def test_take_down__published_again_stands_at_the_same_address(
    town, write, withdraw, build, read, at, tmp_path
):
    article = write()
    withdraw(article)
    build()
    draft = article.specific.get_latest_revision_as_object()
    draft.title = "更正后的通知"
    draft.save_revision(user=town.editor)
    hand_through(town, article, at)
    build()
    assert "更正后的通知" in read(path_of(article))
    assert tree() == whole(at, tmp_path, "whole")


def test_proof__fails_when_a_page_still_mentions_a_withdrawn_address(write, build):
    article = write()
    build()
    with pytest.raises(StillMentioned, match="tzgg"):
        prove_gone({path_of(article)})


def test_successor__a_repealed_document_points_to_what_took_its_place(town, write, build, read):
    place = town.column
    new = write("新办法", place=place, model=PolicyDocument, document_number="北碚府发〔2026〕2号", issuer="区政府",
                written_on="2026-11-01", index_number="", subject_class="")  # fmt: skip
    old = write("旧办法", place=place, model=PolicyDocument, document_number="北碚府发〔2020〕1号", issuer="区政府",
                written_on="2020-01-01", validity="repealed", successor=new)  # fmt: skip
    build()
    assert f'<a href="{path_of(new)}">新办法</a>' in read(path_of(old))
    assert "北碚府发〔2020〕1号" in read(path_of(old))


def test_guide__elements_stand_on_the_page(write, build, read):
    guide = write("老年人优待证办理", model=ServiceGuide, kind=ContentKind.GUIDE, item_name="老年人优待证办理", legal_basis="有关规定",
                  agency="区民政局", telephone="023-00000000", steps="申请\n受理")  # fmt: skip
    build()
    text = read(path_of(guide))
    assert "设定依据" in text
    assert "区民政局" in text


def test_lists__a_full_page_never_changes_again(town, build, read, at):
    seed_articles(41, at - timedelta(days=900), columns=[town.column], spread=timedelta(days=30))
    build()
    standing = read("/tzgg/p1.html")
    assert standing.count('<div class="entry">') == 20
    assert "第 1 页" in standing
    seed_articles(60, at, columns=[town.column], spread=timedelta(days=30), seed=2)
    builds.build_all(at=at)
    filled = [read(f"/tzgg/p{number}.html") for number in (1, 2)]
    seed_articles(25, at + timedelta(days=1), columns=[town.column], spread=timedelta(hours=1), seed=3)
    written = builds.build_all(at=at).written
    assert [read(f"/tzgg/p{number}.html") for number in (1, 2)][:1] == filled[:1]
    assert "/tzgg/p1.html" not in written
    assert read("/tzgg/p5.html").count('<div class="entry">') == 20


def test_lists__every_item_stands_on_exactly_one_page(town, withdraw, build, read, at):
    seed_articles(62, at, columns=[town.column])
    build()
    first, *others = Publication.objects.order_by("first_published_at")
    withdraw(first.article)
    build()
    listed = "".join(read(f"/tzgg/{name}") for name in ("", "p1.html", "p2.html"))
    assert read("/tzgg/p3.html") is None
    assert all(listed.count(f'href="{one.path}"') == 1 for one in others)


def test_lists__by_year_where_there_is_more_than_one(town, build, read, at):
    seed_articles(62, at, columns=[town.column])
    build()
    years = sorted({one.path.split("/")[2][:4] for one in Publication.objects.all()})
    assert len(years) > 1
    for year in years:
        assert f'href="/tzgg/{year}/"' in read("/tzgg/")
        assert year in read(f"/tzgg/{year}/")


def test_column_without_content__says_so(town, build, read):
    build()
    assert "本栏目尚未发布信息" in read("/zwdt/")


def test_fixed_pages__stand(town, build, read):
    build()
    for address in (
        "/bm/",
        "/bm/jw/",
        "/sitemap/",
        "/lianxi/",
        "/wza/",
        "/404.html",
        "/robots.txt",
    ):
        assert read(address), address
    assert read("/jiucuo/") is None  # live: a file there would stand before it


def test_live_pages_of_citizens_messages__are_on_the_site_map_and_among_the_addresses(town, build, read):
    build()
    for address in ("/jiucuo/", "/hdjl/", "/hdjl/xx/", "/hdjl/cx/", "/hdjl/gk/", "/hdjl/wd/", "/hdjl/tj/"):
        assert f'href="{address}"' in read("/sitemap/"), address
        assert f"{address}</loc>" in read("/sitemap.xml"), address


def test_twins__unpack_to_the_page(write, build):
    write()
    build()
    standing = tree()
    html = [path for path in standing if path.endswith(".html")]
    assert html
    assert all(gzip.decompress(standing[f"{path}.gz"]) == standing[path] for path in html)


def test_places__many_opened_at_once_cost_one_build(town, build):
    build()
    written = BuiltFile.objects.values_list("built_at", flat=True).distinct()
    assert written.count() == 1


def test_catch_up__builds_what_no_job_built(write, build, read, at):
    build()
    article = write()
    report = builds.catch_up(at=at)
    assert read(path_of(article))
    assert path_of(article) in report.written
    assert builds.catch_up(at=at).written == []


def test_queries__few_however_much_is_public(town, write, build, django_assert_max_num_queries, at):
    seed_articles(300, at, columns=[town.column, town.news])
    build()
    article = write("新的一篇")
    with django_assert_max_num_queries(60):
        builds.build_article(article.pk, at=at)
