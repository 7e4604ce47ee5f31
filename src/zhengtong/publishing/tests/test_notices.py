"""What procedures ask of publishing: a draft notice, and the column where it stands."""

from datetime import UTC, datetime

import pytest

from zhengtong.duties.models import PORTAL, ContentKind, PostKind, ResponsibleColumn
from zhengtong.engine.refusals import Refused
from zhengtong.publishing.actions import create_draft, draft_notice, places, submit
from zhengtong.publishing.models import Article, ColumnPage
from zhengtong.publishing.queries import draft_of, notice_column
from zhengtong.publishing.showing import text_of
from zhengtong.publishing.tests.conftest import appointed, column

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> & </p><a href=\"javascript:alert(2)\" onclick='x'>点我</a> &lt;b&gt;"


def codes(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


@pytest.fixture
def told(district, at):
    return {"by": district.editor, "at": at, "content_source": "区教委", "title": "关于网站迁移的公告"}


def test_draft_notice__is_a_notice_of_the_columns_unit_that_a_writer_must_still_look_at(district, told, at):
    notice = draft_notice(district.column, paragraphs=["网站已迁移。", "特此公告。"], **told)
    draft = draft_of(notice)
    assert (draft.kind, draft.unit, draft.live) == (ContentKind.NOTICE, district.education, False)
    assert [hand.person for hand in notice.hands.all()] == [district.editor]
    assert codes(submit, notice, by=district.editor, at=at) == {"submission.no_secrecy_check"}


def test_draft_notice__hostile_text_stays_text_in_the_draft_and_on_screen(district, told):
    notice = draft_notice(district.column, paragraphs=[HOSTILE], **told)
    content = Article.objects.get(pk=notice.pk).specific
    raw = content.body.get_prep_value()[0]["value"]
    assert raw.count("<") == 2  # the paragraph's own tags
    shown = str(text_of({"body": content.body.get_prep_value(), "files": {}, "title": content.title}))
    assert "<script" not in shown
    assert "<a " not in shown
    assert "&amp;lt;b&amp;gt;" in shown


def test_draft_notice__every_line_is_a_paragraph_and_empty_ones_fall_out(district, told):
    notice = draft_notice(district.column, paragraphs=["一、事由\n\n  二、安排  ", " ", ""], **told)
    assert draft_of(notice).body.get_prep_value()[0]["value"] == "<p>一、事由</p><p>二、安排</p>"


def test_draft_notice__refused_to_others_and_without_words(district, told):
    told = {**told, "by": district.stranger}
    assert codes(draft_notice, district.column, paragraphs=["正文"], **told) == {"article.not_writer"}
    wrong = told | {"title": " ", "content_source": "源" * 101}
    assert codes(draft_notice, district.column, paragraphs=["\n"], **wrong) == {
        "notice.no_title", "notice.no_text", "notice.long_source",
    }  # fmt: skip
    assert codes(draft_notice, district.column, paragraphs=["正文"], **(told | {"title": "长" * 256})) == {
        "notice.long_title"
    }
    assert not Article.objects.exists()


def test_notice_column__of_the_portal_is_the_offices_else_the_first_unit_in_order(district, at):
    for unit, order in ((district.health, 1), (district.education, 2), (district.office, 9)):
        unit.order = order
        unit.save()
    assert notice_column(PORTAL) == district.other_column
    offices = column("gsgg", "公示公告", district.office, at)
    assert notice_column(PORTAL) == offices
    clerk = appointed("notary", district.office, PostKind.EDITOR)
    assert create_draft(notice_column(PORTAL), by=clerk, at=at, title="公告").unit == district.office


def test_notice_column__of_a_subsite_is_an_open_one_of_that_site_only(district, at):
    assert notice_column("jw") is None
    places.open_subsite(district.education, by=None, at=at)
    for code, name, kind in (
        ("jw-gzdt", "工作动态", ContentKind.NEWS),
        ("jw-tzgg", "教委公告", ContentKind.NOTICE),
    ):
        row = ResponsibleColumn.objects.create(
            code=code, name=name, unit=district.education, kind=kind, site="jw", valid_from=at.date()
        )
        places.open_place_of(row, at=at)
    assert notice_column("jw") == ColumnPage.objects.get(column__code="jw-tzgg")
    ResponsibleColumn.objects.filter(code="jw-tzgg").update(valid_until=datetime(2026, 12, 1, tzinfo=UTC))
    assert notice_column("jw") is None
