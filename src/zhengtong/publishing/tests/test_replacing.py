"""A few words of a public article changed in its draft, everything else left as it is (5.5, 5.7)."""

import pytest

from zhengtong.engine.refusals import Refused
from zhengtong.publishing.actions import create_draft, sign, submit
from zhengtong.publishing.actions.replacing import occurrences, replace_words
from zhengtong.publishing.content import snapshot
from zhengtong.publishing.models import Article
from zhengtong.publishing.queries import draft_of
from zhengtong.publishing.tests.conftest import BOTH, PASSED

HTML = (
    '<p>报名<b>时间</b>为2月30日，见<a href="https://x.gov.cn/?a=1&amp;b=时间">A&amp;B</a>。<br/>逾期不候</p>'
)
TABLE = {
    "data": [["日期", "地点"], ["3月1日", "大门"]], "cell": [], "mergeCells": [], "first_row_is_table_header": True,
    "first_col_is_header": False, "table_header_choice": "row", "table_caption": "",
}  # fmt: skip


@pytest.fixture
def article(district, at) -> Article:
    draft = create_draft(
        district.column, by=district.editor, at=at, title="关于报名的通知", kind="notice", content_source="区教委",
        secrecy_checked=True, summary="招生", keywords="招生",
        body=[("heading", {"level": "2", "text": "一、安排"}), ("paragraph", HTML), ("table", TABLE)],
    )  # fmt: skip
    submission = submit(draft, by=district.editor, at=at)
    for person in (district.first, district.second, district.third):
        sign(submission, by=person, at=at, acts=BOTH, gates=PASSED)
        submission.refresh_from_db()
    return Article.objects.get(pk=draft.pk)


def replaced(article, old, new, district, at) -> dict:
    return snapshot(replace_words(article, old, new, by=district.editor, at=at, how="纠错更正"))


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("2月30日", "2月28日", 1),
        ("A&B", "甲&<乙>", 1),
        ("一、安排", "一、报名安排", 0),
        ("3月1日", "3月2日", 2),
    ],
)
def test_words__are_replaced_and_nothing_else_is(article, district, at, old, new, where):
    before = snapshot(draft_of(article))
    after = replaced(article, old, new, district, at)
    assert [place for place in range(3) if before["body"][place] != after["body"][place]] == [where]
    assert before | {"body": 0} == after | {"body": 0}
    assert occurrences(draft_of(article), new) == 1


def test_rich_text__keeps_its_markup_byte_for_byte(article, district, at):
    after = replaced(article, "A&B", "甲&<乙>", district, at)
    assert after["body"][1]["value"] == HTML.replace("A&amp;B", "甲&amp;&lt;乙&gt;")


def test_title__can_be_corrected(article, district, at):
    assert replaced(article, "关于报名", "关于招生报名", district, at)["title"] == "关于招生报名的通知"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("报名时间", "登记时间", "replace.not_found"),  # runs over a tag
        ("报名", "登记", "replace.many"),
        (
            "https://x.gov.cn",
            "https://y.gov.cn",
            "replace.not_found",
        ),  # stands in an address, not in the text
        ("", "x", "replace.nothing"),
        ("2月30日", "2月30日", "replace.same"),
    ],
)
def test_words__that_are_not_there_once_are_refused(article, district, at, old, new, code):
    with pytest.raises(Refused) as refused:
        replace_words(article, old, new, by=district.editor, at=at, how="纠错更正")
    assert refused.value.codes == {code}


def test_another_unit_and_a_draft_under_way__are_refused(article, district, at):
    with pytest.raises(Refused) as refused:
        replace_words(article, "2月30日", "2月28日", by=district.stranger, at=at, how="纠错更正")
    assert "article.not_writer" in refused.value.codes
    draft = draft_of(article)
    draft.title = "改过的标题"
    draft.save_revision(user=district.editor)
    with pytest.raises(Refused) as refused:
        replace_words(article, "2月30日", "2月28日", by=district.editor, at=at, how="纠错更正")
    assert refused.value.codes == {"replace.draft_differs"}
