"""No stock screen of the base answers unless it is listed with its reason."""

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import ResolverMatch

from zhengtong.engine.console import stock

pytestmark = pytest.mark.django_db


def walk(patterns, namespaces=(), route=""):
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield ":".join([*namespaces, str(pattern.name)]), here, pattern
        else:
            yield from walk(pattern.url_patterns, [*namespaces, *filter(None, [pattern.namespace])], here)


def console_addresses():
    return [
        (name, route, pattern)
        for name, route, pattern in walk(get_resolver().url_patterns)
        if route.startswith("console/")
    ]


def match_of(name, route, pattern):
    *namespaces, url_name = name.split(":")
    return ResolverMatch(
        pattern.callback, (), {}, pattern.name and url_name, route=route, namespaces=namespaces
    )


def test_walk__finds_the_stock_screens():
    names = {name for name, *_ in console_addresses()}
    assert len(names) > 150
    assert {"wagtail_bulk_action", "wagtailusers_groups:edit", "wagtailadmin_pages:copy"} <= names


def test_stock_screens__are_closed_unless_listed():
    opened = {
        name
        for name, route, p in console_addresses()
        if name.startswith("wagtail") and stock.is_open(match_of(name, route, p))
    }
    assert opened == {name for name in stock.ALLOWED if name.startswith("wagtail")} & {
        name for name, *_ in console_addresses()
    }


def test_unnamed_addresses__are_closed():
    unnamed = [(name, route, p) for name, route, p in console_addresses() if p.name is None]
    assert all(
        not stock.is_open(match_of(*found)) for found in unnamed if not found[1].endswith(stock.NO_SUCH_PAGE)
    )


def test_list__names_only_screens_that_exist_and_gives_a_reason_for_each():
    from wagtail import VERSION

    assert VERSION[0] == 8
    names = {name for name, *_ in walk(get_resolver().url_patterns)}
    assert {name for name in stock.ALLOWED if name.startswith("wagtailadmin")} <= names
    assert all(stock.ALLOWED.values())


CLOSED = [
    ("wagtailusers_groups:index", []),
    ("wagtailusers_users:index", []),
    ("wagtailsites:index", []),
    ("wagtailadmin_collections:index", []),
    ("wagtailadmin_reports:site_history", []),
    ("wagtailadmin_workflows:index", []),
    ("wagtailsnippets:index", []),
    ("wagtailadmin_pages:copy", [1]),
    ("wagtailadmin_pages:move", [1]),
    ("wagtailadmin_pages:delete", [1]),
    ("wagtailadmin_pages:unpublish", [1]),
    ("wagtailadmin_pages:set_privacy", [1]),
    ("wagtailadmin_pages:convert_alias", [1]),
    ("wagtailadmin_pages:revisions_revert", [1, 1]),
    ("wagtail_bulk_action", ["wagtailcore", "page", "publish"]),
]


@pytest.mark.parametrize(("name", "args"), CLOSED, ids=[name for name, _ in CLOSED])
@pytest.mark.parametrize("method", ["get", "post"])
def test_closed_screen__answers_in_chinese_that_it_is_not_open(clerk, signed_in, name, args, method):
    response = getattr(signed_in(clerk), method)(reverse(name, args=args))
    assert response.status_code == 403
    assert "本平台未开放此页面" in response.content.decode()


def test_closed_screen__asks_a_visitor_to_sign_in(client):
    assert "login" in client.get(reverse("wagtailusers_groups:index")).url


def test_unknown_address__is_not_found_in_chinese(clerk, signed_in, client):
    for visitor in (signed_in(clerk), client):
        response = visitor.get("/console/nothing-here/")
        assert response.status_code == 404
        assert "未找到" in response.content.decode()
        assert "Wagtail" not in response.content.decode()
