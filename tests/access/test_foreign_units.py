"""One unit never sees or touches another's drafts: word by word, on every screen, in every list, export, search and chooser."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import NoReverseMatch, get_resolver
from django.urls.resolvers import URLPattern
from django.utils import timezone
from wagtail.admin.viewsets import viewsets

from zhengtong.engine.console import stock
from zhengtong.engine.console.viewsets import ScopedModelViewSet
from zhengtong.engine.jobs.actions import work_off
from zhengtong.publishing.models import Article

pytestmark = pytest.mark.django_db

NEIGHBOURS = ("edB", "smB")
# Registers of the whole installation, for its administrators: they hold no unit's business.
OF_THE_INSTALLATION = {"security_accounts", "security_sign_ins", "duties_people", "jobs", "ledger"}


def names(resolver: Any = None, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for found in (resolver or get_resolver()).url_patterns:
        if not isinstance(found, URLPattern):
            yield from names(found, (*spaces, found.namespace) if found.namespace else spaces)
        elif found.name:
            name = ":".join([*spaces, found.name])
            if not name.startswith("wagtail") or name in stock.ALLOWED:
                yield name


def told(body: str, words: tuple[str, ...]) -> list[str]:
    return [word for word in words if word in body]


def secrets_for(world: Any, role: str) -> tuple[str, ...]:
    """What this role must not read anywhere."""
    if role in ("waA", "seA"):
        return world.article_words
    return (world.outside,) if role == "opA" else (*world.article_words, *world.unit_words)


@pytest.mark.parametrize("role", [*NEIGHBOURS, "sys", "waA", "opA"])
def test_no_screen__tells_a_word_of_it(world, without_menu, role):
    found = [
        f"{name}: {word}"
        for name in dict.fromkeys(names())
        for word in told(world.body(role, world.address(name)), secrets_for(world, role))
    ]
    assert found == []


def registers() -> list[ScopedModelViewSet]:
    found = [one for one in viewsets.viewsets if isinstance(one, ScopedModelViewSet)]
    assert len(found) > 8
    return [one for one in found if one.name not in OF_THE_INSTALLATION]


@pytest.mark.parametrize("role", NEIGHBOURS)
def test_no_register__lists_finds_or_exports_a_row_of_another_unit(world, without_menu, role):
    for register in registers():
        index, row = world.address(f"{register.name}:index"), world.address(f"{register.name}:inspect")
        assert f'"{row}"' in world.body("clk", index), (
            f"{row} should be on the clerk's list of {register.name}"
        )
        asked: list[dict[str, str]] = [{}, {"export": "csv"}, {"export": "xlsx"}]
        asked += [{"unit": str(world.units["jw"].pk)}, {"host": str(world.units["jw"].pk)}]
        if register.search_fields:
            asked += [{"q": word} for word in world.article_words + world.unit_words]
        for parameters in asked:
            body = world.body(role, index, **parameters)
            # The word looked for stands in the field of the search itself.
            seen = told(body.replace(f'value="{parameters.get("q")}"', ""), secrets_for(world, role))
            assert (f'"{row}"' in body, seen) == (False, []), f"{register.name} {parameters}"


def test_export__of_another_unit_holds_its_rows_alone(world):
    """As csv, so that the words can be looked for; the neighbour's own draft is there, so the export is not just empty."""
    index = world.address("articles:index")
    assert world.neighbour in world.body("edB", index, export="csv")
    assert world.public not in world.body("edB", index, export="csv")
    assert world.neighbour not in world.body("edA", index, export="csv")
    assert world.public in world.body("edA", index, export="csv")


# ---- the CMS's own screens ---------------------------------------------------------------------------------

ABOUT_A_DRAFT = (
    "edit",
    "preview_on_edit",
    "view_draft",
    "history",
    "history_results",
    "revisions_view",
    "revisions_compare",
)


@pytest.mark.parametrize("role", [*NEIGHBOURS, "sys", "waA"])
def test_draft_in_the_editor__is_not_to_be_had(world, role):
    for name in ABOUT_A_DRAFT:
        for method in ("GET", "POST"):
            answer = world.call(role, method, f"wagtailadmin_pages:{name}")
            assert answer.status_code in (302, 403, 404, 405), f"{method} {name}"
            assert told(world.words_of(answer), world.article_words) == []
            if answer.status_code == 302:  # where the CMS says why
                assert told(world.body(role, answer["Location"]), world.article_words) == []


def test_draft_in_the_editor__is_there_for_its_unit(world):
    for name in ABOUT_A_DRAFT:
        assert world.call("edA", "GET", f"wagtailadmin_pages:{name}").status_code == 200, name


def test_draft_posted_by_another_unit__stays_as_it_is(world):
    draft = world.things["draft"]
    before = (draft.revisions.count(), Article.objects.get(pk=draft.pk).draft_title)
    url = world.address("wagtailadmin_pages:edit")
    world.ask("edB", "POST", url, keep=lambda _: True, title="改题", slug="changed")
    world.ask(
        "edB", "POST", world.address("wagtailadmin_pages:add"), keep=lambda _: True, title="越界", slug="new"
    )
    assert (draft.revisions.count(), Article.objects.get(pk=draft.pk).draft_title) == before
    assert not Article.objects.filter(draft_title="越界").exists()


def test_tree__shows_a_writer_the_own_columns_alone(world, without_menu):
    page = world.things["column page"].pk
    assert world.drafted in world.body("edA", f"/console/pages/{page}/")
    assert world.outside not in world.body("opA", f"/console/pages/{page}/")
    for url in (f"/console/pages/{page}/", f"/console/pages/{page}/results/", "/console/pages/"):
        assert told(world.body("edB", url), world.article_words) == []


@pytest.mark.parametrize("role", NEIGHBOURS)
def test_page_chooser__shows_of_others_what_is_public(world, role):
    column, draft = world.things["column page"].pk, world.things["draft"].pk
    assert told(world.body("edA", f"/console/choose-page/{column}/"), world.article_words[:2]) == list(
        world.article_words[:2]
    )
    assert told(world.body(role, f"/console/choose-page/{column}/"), world.article_words) == []
    assert world.ask(role, "GET", f"/console/choose-page/{draft}/").status_code == 404
    assert world.ask("edA", "GET", f"/console/choose-page/{draft}/").status_code == 200


def test_page_chooser__a_public_text_whose_new_title_is_a_draft_is_left_out_for_others(world):
    search = "/console/choose-page/search/"
    assert told(world.body("edB", search, q=world.public), world.article_words) == []


@pytest.mark.parametrize("role", NEIGHBOURS)
def test_searches_and_choosers__find_nothing_of_another_unit(world, role):
    honest = {
        "/console/images/chooser/": "edA",
        "/console/documents/chooser/": "edA",
        "/console/choose-page/search/": "edA",
    }
    for url in (
        *honest,
        "/console/images/chooser/results/",
        "/console/documents/chooser/results/",
        "/console/pages/search/",
    ):
        for word in world.article_words:
            body = world.body(role, url, q=word)
            for asked in (f'value="{word}"', f"“{word}”", f"“<em>{word}</em>”", f"q={word}"):
                body = body.replace(asked, "")
            assert told(body, world.article_words) == [], f"{url} {word}"
    assert world.drafted in world.body("edA", "/console/choose-page/search/", q=world.drafted[:2])
    assert f"/{world.things['image'].pk}/" in world.body("edA", "/console/images/chooser/")


def test_picture_of_another_unit__cannot_be_chosen_by_its_number(world):
    picture = world.things["image"].pk
    for name in (
        "wagtailimages_chooser:chosen",
        "wagtailimages_chooser:select_format",
        "wagtaildocs_chooser:chosen",
    ):
        url = world.address(name)
        assert world.ask("edA", "GET", url).status_code == 200
        assert world.ask("edB", "GET", url).status_code != 200
    for url in ("/console/images/chooser/chosen-multiple/", "/console/documents/chooser/chosen-multiple/"):
        assert told(world.body("edB", url, id=str(picture)), world.article_words) == []


def test_address_with_a_word_for_a_number__is_not_found(world):
    for register in registers():
        with pytest.raises(NoReverseMatch):
            world.address_with(f"{register.name}:inspect", "x")


# ---- the public -------------------------------------------------------------------------------------------


def test_public_face__tells_nothing_that_is_not_published(world):
    """The portal is built by the worker as it would be, and every file is read."""
    with world.undone():
        work_off(timezone.now())
        files = [
            path for path in django_settings.PORTAL_ROOT.rglob("*") if path.is_file() and path.suffix != ".gz"
        ]
        text = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
        assert world.public in text
        assert told(text, (*world.article_words, *world.unit_words, world.neighbour)) == []
        assert world.public in world.body("ano", "/search/", q=world.public)
        for word in world.article_words:
            assert "<mark>" not in world.body("ano", "/search/", q=word)
            assert told(world.body("ano", "/search/", q="通知"), (word,)) == []
