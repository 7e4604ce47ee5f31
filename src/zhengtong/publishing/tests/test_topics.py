"""Topics (3.2): several units write side by side in one place, each seeing its own drafts alone; closed, it is kept for reading."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from zhengtong.duties import actions as duties
from zhengtong.duties.models import PORTAL, PostKind, ResponsibleColumn
from zhengtong.duties.rules import business_date
from zhengtong.engine.jobs.actions import work_off
from zhengtong.engine.ledger.queries import broken, story_of
from zhengtong.engine.refusals import Refused
from zhengtong.publishing.actions import close_topic, create_draft, open_topic, sign, submit
from zhengtong.publishing.models import Article, ColumnPage, Publication, Topic
from zhengtong.publishing.policy import columns_written_by, places_written_by
from zhengtong.publishing.queries import column_path, notice_column, seen_by, waiting_for
from zhengtong.publishing.tests.conftest import BOTH, PASSED, appointed, give, unit_called
from zhengtong.publishing.tests.test_side_doors import editor_form
from zhengtong.publishing.topics import seen_by as topics_seen_by

pytestmark = pytest.mark.django_db


def refused(call, *args, **kwargs) -> set[str]:
    with pytest.raises(Refused) as caught, transaction.atomic():
        call(*args, **kwargs)
    return caught.value.codes


@pytest.fixture
def cast(district, at) -> SimpleNamespace:
    district.housing = unit_called("zjw", "区住房城乡建委")
    district.outsider = appointed("outsider", district.housing, PostKind.EDITOR, PostKind.SITE_MANAGER)
    district.manager = appointed("manager", district.education, PostKind.SITE_MANAGER)
    return district


@pytest.fixture
def ask(cast, at):
    """What it takes to open a topic of education (lead) and health; changed word by word."""

    def ask(**changed):
        told = {
            "title": "秋季开学服务", "summary": "入学、防病、校车信息一处看全。", "lead": cast.education, "joint": [cast.health],
            "slug": "kaixue", "reason": "集中公开开学服务信息", "by": cast.clerk, "at": at,
        }  # fmt: skip
        return open_topic(**(told | changed))

    return ask


@pytest.fixture
def topic(ask):
    return ask()


@pytest.fixture
def place(topic):
    return ColumnPage.objects.get(column__topic=topic)


def written(place, person, at, title="开学安排"):
    return create_draft(place, by=person, at=at, title=title, content_source="演示来源", secrecy_checked=True,
                        body=[("paragraph", "<p>现将有关事项通知如下。</p>")])  # fmt: skip


# ---- opening ----------------------------------------------------------------------------------------------


def test_topic__stands_at_zt_and_in_the_duty_table(topic, place, cast, at):
    assert (str(topic), column_path(place)) == ("秋季开学服务", "/zt/kaixue/")
    assert topic.units == [cast.education, cast.health]
    line = ResponsibleColumn.objects.get(topic=topic)
    assert (line.unit, line.site, line.clause, line.valid_from) == (
        cast.education, PORTAL, "3.2", business_date(at),
    )  # fmt: skip
    assert [entry.verb for entry in story_of(topic)] == ["topic.opened"]
    work_off(at)
    assert ColumnPage.objects.filter(column=line).count() == 1
    assert broken() == []


def test_topic__of_a_unit_on_its_own_subsite_opened_by_its_manager(cast, ask):
    topic = ask(site="jw", by=cast.manager, joint=[])
    assert column_path(topic.column.page) == "/bm/jw/zt/kaixue/"
    assert column_path(ask(site="jw", by=cast.manager, slug="jiaqi", title="暑期安全").column.page) == (
        "/bm/jw/zt/jiaqi/"
    )


def test_topic__refused_on_the_subsite_of_a_joint_unit(cast, ask):
    assert "topic.wrong_site" in refused(ask, site="wjw")
    assert not Topic.objects.exists()


def test_topic__all_that_is_wrong_at_once(cast, ask, at):
    codes = refused(
        ask, by=cast.manager, title=" ", summary="长" * 201, slug="../x", reason="", joint=[cast.education],
        ends_on=business_date(at) - timedelta(days=1),
    )  # fmt: skip
    assert codes == {
        "column.not_yours", "topic.no_title", "topic.long_summary", "topic.bad_address", "topic.no_reason", "topic.lead_joins",
        "topic.ends_in_the_past",
    }  # fmt: skip


@pytest.mark.parametrize("again", [{"slug": "kaixue"}, {"title": "秋季开学服务"}])
def test_topic__refused_twice_under_one_address_or_name(topic, ask, again):
    assert refused(ask, **({"slug": "other", "title": "另一专题"} | again))
    assert Topic.objects.count() == 1


def test_database__refuses_a_topic_on_another_units_subsite(cast, at):
    line = ResponsibleColumn.objects.create(
        code="wjw-zt-x", name="越界专题", unit=cast.education, site="wjw", valid_from=at.date()
    )
    with pytest.raises(DatabaseError, match="a_topic_stands_on_the_portal"), transaction.atomic():
        Topic.objects.create(column=line, reason="越界")


# ---- writing ----------------------------------------------------------------------------------------------


def test_draft__belongs_to_the_unit_of_its_writer_and_is_signed_there(topic, place, cast, at):
    own, joint = written(place, cast.editor, at), written(place, cast.stranger, at, "开学防病")
    assert (own.unit, joint.unit) == (cast.education, cast.health)
    submission = submit(joint, by=cast.stranger, at=at)
    assert waiting_for(cast.first, at) == []
    assert "review.wrong_post.review" in refused(
        sign, submission, by=cast.first, at=at, acts=BOTH, gates=PASSED
    )
    theirs = [
        appointed(f"health{number}", cast.health, post)
        for number, post in enumerate((PostKind.REVIEWER_1, PostKind.REVIEWER_2, PostKind.DEPUTY))
    ]
    for person in theirs:
        sign(submission, by=person, at=at, acts=BOTH, gates=PASSED)
    public = Publication.objects.get()
    assert (public.content["unit_name"], public.path.startswith("/zt/kaixue/")) == ("区卫生健康委", True)


def test_draft__refused_to_a_unit_that_takes_no_part(place, cast, at):
    assert refused(written, place, cast.outsider, at) == {"article.not_writer"}
    assert place.pk not in [page.pk for page in places_written_by(cast.outsider)]


def test_drafts__are_seen_by_the_own_unit_only_by_the_lead_not_either(place, cast, at):
    own, joint = written(place, cast.editor, at), written(place, cast.stranger, at)
    assert list(seen_by(Article.objects.all(), cast.editor, at)) == [own]
    assert list(seen_by(Article.objects.all(), cast.stranger, at)) == [joint]
    assert set(seen_by(Article.objects.all(), cast.clerk, at)) == {own, joint}


def test_joint_writer__drafts_there_but_does_not_import_for_the_lead(place, cast):
    assert place.pk in [page.pk for page in places_written_by(cast.stranger)]
    assert place.pk not in [page.pk for page in columns_written_by(cast.stranger)]


def test_topics__are_seen_by_those_who_take_part_and_the_office(topic, cast, at):
    every = Topic.objects.all()
    assert [
        list(topics_seen_by(every, person, at)) for person in (cast.editor, cast.stranger, cast.clerk)
    ] == [[topic]] * 3
    assert not topics_seen_by(every, cast.outsider, at).exists()


def test_notice_column__is_never_a_topic(topic, cast):
    assert notice_column(PORTAL) != topic.column.page


# ---- in the editor ----------------------------------------------------------------------------------------


def test_editor__a_joint_writer_writes_there_for_the_own_unit(place, cast, client):
    client.force_login(cast.stranger)
    assert place.title in client.get(reverse("publishing:write")).content.decode()
    url = reverse("wagtailadmin_pages:add", args=["publishing", "article", place.pk])
    assert client.get(url).status_code == 200
    client.post(url, editor_form("开学防病提示"))
    page = Article.objects.get(draft_title="开学防病提示")
    assert page.unit == cast.health
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.get(edit).status_code == 200
    client.post(edit, editor_form("开学防病提示（改）"))
    page.refresh_from_db()
    assert page.draft_title == "开学防病提示（改）"


def test_editor__another_units_draft_in_the_topic_cannot_be_read_or_changed(place, cast, at, client):
    theirs = written(place, cast.stranger, at, "邻居的草稿")
    mine = written(place, cast.editor, at, "自己的草稿")
    for person, draft, word in ((cast.editor, theirs, "邻居的草稿"), (cast.stranger, mine, "自己的草稿")):
        client.force_login(person)
        for name in ("edit", "view_draft", "history", "preview_on_edit"):
            answer = client.get(reverse(f"wagtailadmin_pages:{name}", args=[draft.pk]))
            assert answer.status_code in (302, 403, 404, 405), name
        client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), editor_form("偷改"))
        draft.refresh_from_db()
        assert (draft.draft_title, draft.hands.count()) == (word, 1)
        for url in (
            reverse("wagtailadmin_explore", args=[place.pk]),
            reverse("wagtailadmin_pages:search") + "?q=草稿",
            reverse("wagtailadmin_choose_page_child", args=[place.pk]),
            reverse("articles:index"),
        ):
            assert word not in client.get(url, follow=True).content.decode(), url


def test_editor__a_stranger_to_the_topic_adds_nothing(place, cast, client):
    client.force_login(cast.outsider)
    url = reverse("wagtailadmin_pages:add", args=["publishing", "article", place.pk])
    assert client.get(url).status_code in (302, 403)
    client.post(url, editor_form("越界"))
    assert not Article.objects.exists()


# ---- closing ----------------------------------------------------------------------------------------------


def test_closed_topic__takes_no_new_drafts_but_what_stands_can_be_corrected(topic, place, cast, at, client):
    draft = written(place, cast.stranger, at)
    close_topic(topic, reason="活动已结束", by=cast.clerk, at=at)
    place = ColumnPage.objects.get(pk=place.pk)
    assert refused(written, place, cast.editor, at) == {"article.column_closed"}
    client.force_login(cast.stranger)
    add = reverse("wagtailadmin_pages:add", args=["publishing", "article", place.pk])
    assert client.get(add).status_code in (302, 403)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).status_code == 200
    assert submit(draft, by=cast.stranger, at=at)
    assert place.pk not in [page.pk for page in places_written_by(cast.stranger)]


def test_closing__needs_a_reason_and_the_right_hand_and_happens_once(topic, cast, at):
    assert refused(close_topic, topic, reason=" ", by=cast.editor, at=at) == {
        "column.not_yours",
        "topic.no_closing_reason",
    }
    close_topic(topic, reason="活动已结束", by=cast.clerk, at=at)
    assert refused(close_topic, topic, reason="再点一次", by=cast.clerk, at=at) == {"topic.closed"}
    assert Topic.objects.get().closed_on == business_date(at)


def test_closing__of_its_column_in_the_duty_table_is_the_same(topic, place, cast, at):
    duties.close_column(topic.column, reason="活动已结束", by=cast.clerk, at=at)
    assert Topic.objects.get().closed_on == business_date(at)


def test_closed_column__of_one_unit_takes_no_new_drafts_either(cast, at, client):
    duties.close_column(cast.column.column, reason="难以保障", by=cast.clerk, at=at)
    page = ColumnPage.objects.get(pk=cast.column.pk)
    assert refused(written, page, cast.editor, at) == {"article.column_closed"}
    client.force_login(cast.editor)
    add = reverse("wagtailadmin_pages:add", args=["publishing", "article", page.pk])
    assert client.get(add).status_code in (302, 403)


def test_writer_of_two_units__drafts_for_the_lead(place, cast, at):
    give(cast.stranger, cast.education, PostKind.EDITOR)
    assert written(place, cast.stranger, at).unit == cast.education
