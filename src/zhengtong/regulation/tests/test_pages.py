import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhengtong import regulation
from zhengtong.engine.console import clauses as console_clauses
from zhengtong.engine.console import menu
from zhengtong.regulation import services
from zhengtong.regulation.services import serves

BACKEND = "zhengtong.regulation.tests.reader.ReaderBackend"


@pytest.fixture
def page(client, db, settings):
    """Fetches a page as somebody who may enter the console."""
    settings.AUTHENTICATION_BACKENDS = [BACKEND]
    client.force_login(get_user_model().objects.create_user("reader", name="演示·信息员"), backend=BACKEND)

    def get(name, *args, status=200):
        response = client.get(reverse(f"regulation:{name}", args=args))
        assert response.status_code == status
        return response.content.decode()

    return get


@pytest.mark.parametrize("address", [("clauses", []), ("glossary", []), ("clause", ["5.2"])])
def test_pages__stranger_is_sent_to_the_login(client, db, address):
    response = client.get(reverse(f"regulation:{address[0]}", args=address[1]))
    assert response.status_code == 302
    assert reverse("wagtailadmin_login") in response.url


def test_clauses__all_are_there_in_the_order_of_the_text(page):
    ids = re.findall(r'id="clause-([^"]+)"', page("clauses"))
    assert ids == [clause.id for clause in regulation.clauses()]
    assert ids.index("3.9") < ids.index("3.10")


def test_clauses__show_where_a_clause_works_and_what_nothing_serves(page, monkeypatch):
    monkeypatch.setattr(services, "_services", {})
    serves("5.2", what="三级签署", where="regulation:glossary", code="zhengtong.regulation.terms")
    shown = page("clauses")
    assert f'<a href="{reverse("regulation:glossary")}">三级签署</a>' in shown
    assert ">zhengtong.<wbr>regulation.<wbr>terms</code>" in shown
    assert "其中68条尚未落实" in shown


def test_clauses__cost_no_query_beyond_those_of_the_frame(page):
    page("glossary")  # the first visit of a session asks more
    with CaptureQueriesContext(connection) as frame:
        page("glossary")
    with CaptureQueriesContext(connection) as whole:
        page("clauses")
    assert len(whole) == len(frame)


def test_clause__shows_its_text_its_values_and_what_they_overrule(page):
    shown = page("clause", "5.7")
    assert regulation.clause("5.7").text in shown
    now, before = shown.split("其他参数")
    assert "2个工作日" in now
    assert "北碚府办发〔2023〕2号" in now
    assert "correction.answer.days" in before
    assert "3个工作日" in before


def test_clause__marks_what_is_assumed(page):
    assert '<span class="zt-state zt-state--warn">推定</span>' in page("clause", "6.2")
    assert "推定</span>" not in page("clause", "3.9")


def test_clause__paragraph_lists_its_items_and_an_item_leads_back(page):
    assert reverse("regulation:clause", args=["3.6(4)"]) in page("clause", "3.6")
    assert f'<a href="{reverse("regulation:clause", args=["3.6"])}">' in page("clause", "3.6(4)")


def test_clause__unknown_is_not_found(page):
    page("clause", "9.9", status=404)


def test_every_clause__has_a_page(page):
    for clause in regulation.clauses():
        assert clause.product in page("clause", clause.id)


def test_glossary__shows_words_of_the_screen_not_of_the_code(page):
    shown = page("glossary")
    assert "审图号" in shown
    assert "map approval number" not in shown


def test_menu__leads_everybody_in_the_console_to_the_measures(rf):
    [item] = menu.items["regulation"].values()
    assert (item.label, item.url_name) == ("办法", "regulation:clauses")
    request = rf.get("/")
    request.user = get_user_model()(username="reader", name="演示·信息员")
    assert item.is_shown(request)


def test_clause_tag_of_the_console__knows_the_summary():
    assert console_clauses.description("5.2") == regulation.clause("5.2").summary
    assert console_clauses.description("9.9") == ""
