"""公开答复, 问答库, 办理统计, 互动交流: only what a person made public, only while it stands (5.7)."""

import re
from datetime import date, timedelta

import pytest

from zhengtong.interaction import actions
from zhengtong.interaction.models import KnownAnswer, MonthlyFigures, PublicVersion
from zhengtong.portal.tests.voices.conftest import seen, text

pytestmark = pytest.mark.django_db
LISTS = ("/hdjl/", "/hdjl/gk/", "/hdjl/wd/", "/hdjl/wd/?q=报名", "/hdjl/tj/")


@pytest.fixture
def publish(sent, answer, cast, at):
    def publish(title="入学报名材料", question="请问需要哪些材料？", reply="需要户口簿、接种证明。", **typed):
        _, message = sent(title=f"原标题{PublicVersion.objects.count()}", body="原文里有隐私，电话13812345678。",
                          may_publish="yes", **typed)  # fmt: skip
        answer(message, at, reply="原答复，联系人王某。")
        return actions.make_public(
            message,
            title=title,
            question=question,
            reply=reply,
            proposed=[],
            checked=True,
            by=cast.deputy,
            at=at,
        )

    return publish


@pytest.fixture
def known(cast, at):
    def known(question, reply="请带户口簿。"):
        return actions.learn(cast.units["jw"], question=question, answer=reply, by=cast.manager, at=at)

    return known


@pytest.mark.parametrize("address", LISTS)
def test_page__answers_get_and_head_alone_and_sets_no_cookie(citizen, address):
    assert citizen.get(address).status_code == 200
    assert citizen.client.head(address).status_code == 200
    assert citizen.client.post(address).status_code in (403, 405)


@pytest.mark.parametrize("address", LISTS)
def test_page__without_a_database_is_a_page_in_words(citizen, address, database_locked):
    citizen.get(address)
    with database_locked():
        response = citizen.get(address)
    assert response.status_code == (200 if address == "/hdjl/" else 503)
    assert "/jiucuo/" in text(response)


def test_public_answer__shows_the_public_version_and_nothing_of_the_message(citizen, publish):
    version = publish()
    for address in ("/hdjl/gk/", f"/hdjl/gk/{version.pk}/", "/hdjl/", "/hdjl/wd/?q=报名材料"):
        page = text(citizen.get(address))
        for private in ("原标题", "13812345678", "王某", "原答复"):
            assert private not in page
    page = seen(citizen.get(f"/hdjl/gk/{version.pk}/"))
    assert "请问需要哪些材料" in page
    assert "需要户口簿、接种证明" in page
    assert "区教委" in page


def test_ended__is_gone_from_list_search_front_and_its_address(citizen, publish, cast, at):
    version = publish()
    actions.end_public(version.message, why="内容过时", by=cast.clerk, at=at)
    for address in ("/hdjl/gk/", "/hdjl/", "/hdjl/wd/?q=报名材料"):
        assert "入学报名材料" not in re.sub(r'value="[^"]*"', "", text(citizen.get(address))), address
    assert citizen.get(f"/hdjl/gk/{version.pk}/").status_code == 410
    assert citizen.get("/hdjl/gk/999999/").status_code == 404
    assert citizen.get("/hdjl/gk/99999999999999999999999/").status_code == 404


def test_answered_but_not_made_public__is_nowhere(citizen, sent, answer, at):
    _, message = sent(title="不公开的信", may_publish="yes")
    answer(message, at)
    for address in LISTS:
        assert "不公开的信" not in text(citizen.get(address))


def test_list__is_narrowed_by_unit_kind_and_words(citizen, publish):
    publish(title="入学报名材料")
    publish(title="公交改线投诉", kind="complaint", question="公交改线", reply="已优化线路。")
    both = seen(citizen.get("/hdjl/gk/"))
    assert "入学报名材料" in both
    assert "公交改线投诉" in both
    complaints = seen(citizen.get("/hdjl/gk/?kind=complaint"))
    assert "公交改线投诉" in complaints
    assert "入学报名材料" not in complaints
    assert "<mark>" in text(citizen.get("/hdjl/gk/?q=公交"))
    assert "没有符合" in seen(citizen.get("/hdjl/gk/?q=无此词语"))
    assert "共 2 条" in seen(citizen.get("/hdjl/gk/?unit=nonsense&kind=nonsense&page=nonsense"))


def test_list__pages_and_costs_a_constant_number_of_questions(
    citizen, publish, cast, at, django_assert_num_queries
):
    first = publish()
    citizen.get("/hdjl/gk/")
    with django_assert_num_queries(3):
        citizen.get("/hdjl/gk/")
    message = first.message
    PublicVersion.objects.bulk_create(
        PublicVersion(message=message, title=f"已停止{number}", question="问", reply="答", unit=message.unit, decided_by=cast.clerk,
                      decided_at=at, ended_at=at, ended_why="试") for number in range(3)
    )  # fmt: skip
    for number in range(24):
        publish(title=f"第{number}件公开答复")
    with django_assert_num_queries(3):
        page = seen(citizen.get("/hdjl/gk/"))
    assert "共 25 条，第 1 页，共 2 页" in page
    assert "已停止" not in page
    assert "第 2 页，共 2 页" in seen(citizen.get("/hdjl/gk/?page=2"))
    assert "第 2 页，共 2 页" in seen(citizen.get("/hdjl/gk/?page=99"))


def test_library__what_has_most_of_the_words_comes_first(citizen, known):
    known("小学报名需要哪些材料？")
    known("幼儿园什么时候报名？")
    known("公交线路怎么查询？", "请看公交公司网站。")
    page = text(citizen.get("/hdjl/wd/?q=孩子上小学报名要哪些材料"))
    assert re.sub("<[^>]+>", "", re.search(r"<summary>(.*?)</summary>", page)[1]) == "小学报名需要哪些材料？"
    assert "公交线路" not in page
    assert "没有找到" in seen(citizen.get("/hdjl/wd/?q=量子力学"))
    assert "请输入要查找的文字" in seen(citizen.get("/hdjl/wd/?q=？！"))
    assert "公交线路怎么查询" in seen(citizen.get("/hdjl/wd/"))


def test_library__what_was_taken_out_of_use_is_gone(citizen, known, cast, at):
    entry = known("小学报名需要哪些材料？")
    actions.forget(entry, why="已过时", by=cast.manager, at=at)
    assert KnownAnswer.objects.exists()
    assert "户口簿" not in text(citizen.get("/hdjl/wd/?q=小学报名材料"))
    assert "问答库尚无内容" in seen(citizen.get("/hdjl/wd/"))


def test_letter__before_the_fields_a_box_that_asks_the_library(citizen):
    page = text(citizen.get("/hdjl/xx/"))
    assert page.index('action="/hdjl/wd/" method="get"') < page.index('name="kind"')


@pytest.mark.parametrize(
    "said", ["<script>alert(1)</script>", "\"'><img src=x>", "\u202e", "%", "_", "\x00", "a" * 5000]
)
def test_hostile_questions__stay_inert(citizen, publish, known, said):
    publish(title=f"标题<b>{said[:20]}"[:90].replace("\x00", ""))
    known("怎样报名？")
    for address in ("/hdjl/gk/", "/hdjl/wd/", "/hdjl/tj/"):
        response = citizen.client.get(
            address, {"q": said, "unit": said, "kind": said, "page": said, "month": said}
        )
        assert response.status_code == 200
        main = text(response).partition("<main")[2]
        assert "<script" not in main
        assert "<img" not in main
        assert "<b>" not in main


def test_figures__month_by_month_as_they_were_frozen(citizen, sent, answer, cast, at, now):
    _, message = sent()
    answer(message, at + timedelta(days=1))
    actions.count_months(at + timedelta(days=20))
    row = MonthlyFigures.objects.get()
    assert row.month == date(2026, 11, 1)
    page = seen(citizen.get("/hdjl/tj/"))
    assert "2026年11月收到留言1件，截至统计时已答复1件" in page
    for words in ("咨询", "区教委", "2026年11月按类别"):
        assert words in page
    assert "<table" in text(citizen.get("/hdjl/tj/"))
    assert "style=" not in text(citizen.get("/hdjl/tj/"))
    assert citizen.get("/hdjl/tj/?month=1999-01").status_code == 200


def test_figures__without_any_say_when_they_come(citizen):
    assert "尚无统计" in seen(citizen.get("/hdjl/tj/"))


def test_front__leads_everywhere(citizen):
    page = text(citizen.get("/hdjl/"))
    for address in ("/jiucuo/", "/hdjl/xx/", "/hdjl/cx/", "/hdjl/gk/", "/hdjl/wd/", "/hdjl/tj/", "/hdjl/dc/", "/hdjl/zj/",
                    "/hdjl/ft/"):  # fmt: skip
        assert f'href="{address}"' in page, address


def test_pages__of_citizens_messages_fit_into_100_kb_with_all_they_fetch(citizen, publish):
    from zhengtong.portal.rendering import assets

    publish()
    for address in ("/jiucuo/", "/hdjl/xx/", "/hdjl/cx/", *LISTS):
        page = citizen.get(address)
        fetched = re.findall(r'(?:href|src)="(/assets/[^"]+)"', text(page))
        assert len(page.content) + sum(len(assets().files[one]) for one in set(fetched)) < 100_000, address
