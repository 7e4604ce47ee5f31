import pytest
from django.urls import reverse

from zhengtong.engine.console import menu

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty_menu(monkeypatch):
    from collections import defaultdict

    monkeypatch.setattr(menu, "items", defaultdict(dict))


def asked_by(rf, person):
    request = rf.get("/console/")
    request.user = person
    return request


def labels(rf, person):
    return [str(item.label) for item in menu.items_for(asked_by(rf, person))]


def everybody(person, at):
    return True


def nobody(person, at):
    return False


def test_menu__stands_in_the_order_of_the_chapters(rf, clerk, empty_menu):
    menu.add("system", "后台任务", "jobs:index", may=everybody)
    menu.add("duties", "单位", "wagtailadmin_home", may=everybody)
    menu.add("regulation", "办法", "wagtailadmin_home", may=everybody)
    assert labels(rf, clerk) == ["办法", "单位", "后台任务"]


def test_section__with_several_items_is_a_heading(rf, clerk, empty_menu):
    menu.add("system", "后台任务", "jobs:index", may=everybody, order=20)
    menu.add("system", "留痕", "ledger:index", may=everybody, order=10)
    (heading,) = menu.items_for(asked_by(rf, clerk))
    component = heading.render_component(asked_by(rf, clerk))
    assert component.label == "系统"
    assert [item.label for item in component.menu_items] == ["留痕", "后台任务"]


def test_menu__shows_only_what_the_person_may_use(rf, clerk, empty_menu):
    menu.add("system", "后台任务", "jobs:index", may=nobody)
    menu.add("system", "留痕", "ledger:index", may=lambda person, at: person == clerk)
    assert labels(rf, clerk) == ["留痕"]


def test_menu__refuses_an_unknown_section_and_two_items_of_one_name(empty_menu):
    with pytest.raises(ValueError, match="section"):
        menu.add("nowhere", "x", "jobs:index", may=everybody)
    menu.add("system", "后台任务", "jobs:index", may=everybody)
    menu.add("system", "后台任务", "jobs:index", may=everybody)
    with pytest.raises(ValueError, match="twice"):
        menu.add("system", "后台任务", "ledger:index", may=everybody)


def test_main_menu__holds_nothing_of_the_stock_menu(clerk, signed_in):
    text = signed_in(clerk).get(reverse("wagtailadmin_account")).content.decode()
    for stock in (
        "wagtailadmin_reports",
        "/console/reports/",
        "/console/groups/",
        "/console/users/",
        "/console/sites/",
        '/console/images/"',
    ):
        assert stock not in text


def test_account__leaves_name_and_picture_to_the_duties_room(clerk, signed_in):
    response = signed_in(clerk).get(reverse("wagtailadmin_account"))
    names = {panel.name for panels in response.context["panels_by_tab"].values() for panel in panels}
    assert not names & {"name_email", "avatar", "notifications", "locale"}


def test_sign_in_page__is_ours_and_in_chinese(client):
    text = client.get(reverse("wagtailadmin_login")).content.decode()
    for expected in ("政通", "口令", "console/mark.svg", "不得处理涉密信息"):
        assert expected in text
    for foreign in ("Wagtail</title>", "Password", "http://", "https://www"):
        assert foreign not in text.replace("http://www.w3.org", "").replace(
            "https://www.enable-javascript.com", ""
        )
