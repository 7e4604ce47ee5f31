"""Search finds what people ask for, and nothing they type can do harm."""

import pytest
from django.db import connection

from zhengtong.demo.bulk import MATTERS, PLACES, seed_articles
from zhengtong.portal import build as builds
from zhengtong.portal.models import SearchDocument
from zhengtong.portal.search import Narrowing, find
from zhengtong.portal.views import highlighted
from zhengtong.publishing.models import PolicyDocument, Publication
from zhengtong.tools.search import parse

pytestmark = pytest.mark.django_db
NUMBER = "北碚府办发〔2023〕2号"


def asked(text, **narrowing):
    return find(parse(text), Narrowing(**narrowing))


def titles(text, **narrowing):
    return [one.title for one in asked(text, **narrowing).documents]


@pytest.fixture
def measures(town, write, build):
    write("北碚区政府网站和政务新媒体管理办法", model=PolicyDocument, document_number=NUMBER, issuer="北碚区人民政府办公室",
          written_on="2023-01-09", body=[("paragraph", "<p>缙云山下，严格执行三审三校制度。</p>")])  # fmt: skip
    write("转发上级文件的通知", body=[("paragraph", "<p>根据北碚府办发〔2023〕12号文件要求办理。</p>")])
    build()


def test_words_of_two_and_three_characters_are_found(measures):
    for word in ("网站", "政务", "北碚", "管理", "办法", "三校", "制度", "缙云山"):
        assert "北碚区政府网站和政务新媒体管理办法" in titles(word), word


def test_document_numbers_are_found_whatever_the_brackets(measures):
    for form in [
        NUMBER,
        "北碚府办发[2023]2号",
        "北碚府办发（2023） 2 号",
        "〔2023〕2号",
        "府办发【2023】2号",
    ]:
        assert titles(form) == ["北碚区政府网站和政务新媒体管理办法"], form


def test_document_number__another_number_is_not_found_by_it(measures):
    assert titles("〔2023〕12号") == ["转发上级文件的通知"]


def test_title_weighs_more_than_text(town, write, build):
    write("无关标题", body=[("paragraph", "<p>低保、低保、低保，反复提到低保。</p>")])
    write("低保申请指引", body=[("paragraph", "<p>请携带身份证件。</p>")])
    build()
    assert titles("低保")[0] == "低保申请指引"


def test_all_words_first__then_any_of_them(measures):
    assert titles("网站 管理") == ["北碚区政府网站和政务新媒体管理办法"]
    loosened = asked("网站 量子力学")
    assert loosened.loosened
    assert [one.title for one in loosened.documents] == ["北碚区政府网站和政务新媒体管理办法"]


def test_withdrawn__is_found_no_more(town, write, withdraw, build):
    article = write("将撤下的公告")
    build()
    assert titles("将撤下") == ["将撤下的公告"]
    withdraw(article)
    build()
    assert titles("将撤下") == []


def test_narrowing__by_kind_unit_column(measures):
    assert titles("北碚", kind="policy") == ["北碚区政府网站和政务新媒体管理办法"]
    assert titles("北碚", unit="wjw") == []
    assert len(titles("北碚", column="tzgg")) == 2


def test_recall__every_two_character_word_of_a_title_finds_it(town, at):
    seed_articles(60, at, columns=[town.column, town.news])
    builds.build_all(at=at)
    expected = {one.pk: f"{one.title}\n{one.text}" for one in SearchDocument.objects.all()}
    for words in (*MATTERS, *PLACES):
        word = words[:2]
        holding = {key for key, text in expected.items() if word in text}
        found = asked(word)
        assert found.total >= len(holding) * (1.0 if connection.vendor == "sqlite" else 0.9), word


HOSTILE = [
    '"', "'; DROP TABLE portal_searchdocument; --", '" OR "1"="1', "NEAR(a b, 3)", "title:*", "^*", "a AND OR NOT", "%%%%", "\x00",
    "%s %s", "{}", "<script>alert(1)</script>", "低保 " * 5000, "🙂", "\\", "' & | ! :*", "()(((", "﷽", "\u202e", "-" * 99,
]  # fmt: skip


def test_hostile_questions__are_answered_and_harmless(measures, client):
    for text in HOSTILE:
        start = text[:9]
        response = client.get(
            "/search/", {"q": text, "page": start, "kind": start, "unit": start, "sort": start, "site": start}
        )
        assert response.status_code == 200, start
        assert b"<script>alert" not in response.content, start
        assert SearchDocument.objects.count() == 2, start


def test_highlights__are_escaped():
    shown = highlighted("<b>低保</b> & 救助", parse("低保"))
    assert shown == "&lt;b&gt;<mark>低保</mark>&lt;/b&gt; &amp; 救助"


def test_page__shows_hits_filters_and_how_many(measures, client):
    text = client.get("/search/", {"q": "北碚"}).content.decode()
    assert "2 条" in text
    assert Publication.objects.first().path in text
    assert "政策文件" in text


def test_page__without_a_question_says_how_to_search(measures, client):
    assert "怎样搜得更准" in client.get("/search/").content.decode()


def test_page__only_reads(measures, client):
    assert client.post("/search/", {"q": "北碚"}).status_code == 405


def test_page__few_queries_however_many_hits(town, at, client, django_assert_max_num_queries):
    seed_articles(80, at, columns=[town.column, town.news])
    builds.build_all(at=at)
    with django_assert_max_num_queries(16):
        assert client.get("/search/", {"q": "居民", "page": "2"}).status_code == 200
