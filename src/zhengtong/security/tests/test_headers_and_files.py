import os
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import get_resolver
from django.utils import timezone
from wagtail.documents import get_document_model

from zhengtong.duties.models import Appointment, PostKind
from zhengtong.security.headers import PUBLIC_HEADERS
from zhengtong.security.middleware import SafeAnswers
from zhengtong.security.tests.conftest import appointed, unit_called

OWN = "/console/security/"


@pytest.fixture
def inside(client, cast):
    client.force_login(cast.editor)
    return client


def policy(response):
    parts = (part.strip().split(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


def test_public_policy__own_files_only_and_nothing_inline():
    told = PUBLIC_HEADERS["Content-Security-Policy"]
    assert "default-src 'self'" in told
    assert "unsafe" not in told
    assert "object-src 'none'" in told


def test_public_answer__has_the_strict_policy(client, db):
    answer = client.get("/no-such-page-anywhere/")
    assert policy(answer)["script-src"] == ["'self'"]
    assert policy(answer)["style-src"] == ["'self'"]
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_console__scripts_from_files_alone_framed_by_itself_alone_never_cached(inside):
    answer = inside.get(OWN)
    assert policy(answer)["script-src"] == ["'self'"]
    assert policy(answer)["frame-ancestors"] == ["'self'"]
    assert policy(answer)["object-src"] == ["'none'"]
    assert answer["Cache-Control"] == "private, no-store"


def test_console_pages__hold_no_inline_script(inside):
    import re

    for address in (OWN, f"{OWN}password/", "/console/account/"):
        page = inside.get(address).content.decode()
        scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page)
        assert all("application/json" in attributes for attributes in scripts), address
        assert not re.search(r"\son[a-z]+=\"", page), address


def test_date_field__starts_without_inline_script():
    from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

    for widget, kind in (
        (AdminDateInput, "date"),
        (AdminTimeInput, "time"),
        (AdminDateTimeInput, "datetime"),
    ):
        drawn = widget().render("day", None, {"id": "id_day"})
        assert f'type="application/json" data-zt-chooser="{kind}" data-zt-for="id_day"' in drawn


def test_editor__alone_may_write_scripts_into_its_page():
    from zhengtong.security.headers import CONSOLE, EDITOR, console_policy

    assert console_policy("wagtailadmin_pages:edit") == EDITOR
    assert console_policy("wagtailadmin_explore") == CONSOLE


def test_view_with_its_own_policy__keeps_it(rf: RequestFactory):
    request = rf.get("/console-media/x")
    request.resolver_match = None
    answer = HttpResponse()
    answer._csp_config = {"default-src": ["'none'"]}
    assert SafeAnswers(lambda _: answer)(request)._csp_config == {"default-src": ["'none'"]}


def keep(settings, name, data=b"data"):
    path = settings.MEDIA_ROOT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def put_in(person, name):
    """The row that says whose file this is; the file itself is written by `keep`."""
    return get_document_model().objects.create(title=name, file=name, uploaded_by_user=person)


def test_media__picture_to_people_with_a_post_inert(inside, settings, cast):
    keep(settings, "images/a.png")
    put_in(cast.colleague, "images/a.png")
    answer = inside.get("/console-media/images/a.png")
    assert b"".join(answer.streaming_content) == b"data"
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.js", "a.xml", "a.pdf", "a.txt", "a"])
def test_media__anything_else_is_only_for_saving(inside, settings, cast, name):
    keep(settings, f"documents/{name}")
    put_in(cast.colleague, f"documents/{name}")
    answer = inside.get(f"/console-media/documents/{name}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert not answer["Content-Type"].startswith(("text/", "image/"))
    answer.close()


def test_media__nothing_for_strangers_and_people_without_a_post(client, cast, settings):
    keep(settings, "images/a.png")
    put_in(cast.colleague, "images/a.png")
    assert client.get("/console-media/images/a.png").status_code == 404
    client.force_login(cast.nobody)
    assert client.get("/console-media/images/a.png").status_code == 403


def test_media__nothing_of_another_unit(inside, settings, cast):
    neighbour = appointed("neighbour", unit_called("wjw", "区卫生健康委"), PostKind.EDITOR)
    keep(settings, "images/a.png")
    put_in(neighbour, "images/a.png")
    assert inside.get("/console-media/images/a.png").status_code == 404


def test_media__who_moves_to_another_unit_brings_no_files_along(inside, settings, cast):
    health = unit_called("wjw", "区卫生健康委")
    moved = appointed("moved", health, PostKind.EDITOR)
    keep(settings, "images/a.png")
    file = put_in(moved, "images/a.png")
    today = timezone.localdate()
    type(file).objects.filter(pk=file.pk).update(created_at=timezone.now() - timedelta(days=30))
    moved.appointments.update(valid_until=today - timedelta(days=2), ended_at=timezone.now())
    Appointment.objects.create(
        person=moved, unit=cast.education, post=PostKind.EDITOR, valid_from=today, appointed_at=timezone.now()
    )
    assert inside.get("/console-media/images/a.png").status_code == 404


def test_media__a_file_that_nobody_put_in_is_not_there(inside, settings):
    keep(settings, "images/a.png")
    assert inside.get("/console-media/images/a.png").status_code == 404


@pytest.mark.parametrize(
    "name",
    ["../secret", "..%2fsecret", "images/../../secret", "%2e%2e/secret", "/etc/passwd", "images", ".hidden", "link",
     "images/.part", "a%00.png", "no-such.png"],
)  # fmt: skip
def test_media__no_way_out_of_the_folder(inside, settings, cast, name):
    put_in(cast.colleague, unquote(name).replace("\x00", ""))
    keep(settings, "images/a.png")
    keep(settings, ".hidden")
    keep(settings, "images/.part")
    secret = keep(settings, "../secret")
    os.symlink(secret, settings.MEDIA_ROOT / "link")
    assert inside.get(f"/console-media/{name}").status_code == 404


def test_documents__have_no_address_of_their_own():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert "wagtaildocs_serve" not in names
