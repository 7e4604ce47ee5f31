"""我要找错 and 我要写信: what comes in gets its code at once, what does not come in says so and keeps what was typed (5.7)."""

import io
import json
import logging
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from zhengtong.interaction import actions, codes, tray
from zhengtong.interaction.models import CitizenMessage
from zhengtong.portal.tests.voices.conftest import (
    CODE,
    CORRECTION,
    LETTER,
    code_in,
    message_of,
    seen,
    text,
    token_in,
)
from zhengtong.portal.voices import entrance
from zhengtong.regulation import parameter

pytestmark = pytest.mark.django_db
STRINGS = Path("/work/shared/data/suites/strings/blns.json")
UPLOADS = Path("/work/shared/data/suites/upload")
BOTH = ("/jiucuo/", "/hdjl/xx/")
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\0IEND\xaeB`\x82"


def lying():
    return list(tray.marks(100))


# ---- the form ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", BOTH)
def test_form__answers_get_and_head_and_post_and_nothing_else(citizen, address):
    assert citizen.get(address).status_code == 200
    head = citizen.client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert citizen.client.put(address).status_code == 405
    assert citizen.client.delete(address).status_code == 405


@pytest.mark.parametrize("address", BOTH)
def test_form__is_kept_by_no_browser_and_loads_nothing_inline(citizen, address):
    response = citizen.get(address)
    assert response["Cache-Control"] == "no-store"
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", text(response))


def test_correction__knows_the_page_the_words_and_the_column(citizen, article, at):
    path = article.publications.latest("pk").path
    shown = citizen.get(f"/jiucuo/?page={path}&words=2月30日")
    assert f'value="http://127.0.0.1:8000{path}"' in text(shown)
    assert "2月30日</textarea>" in text(shown)
    code = code_in(citizen.send("/jiucuo/", CORRECTION | {"page": f"http://127.0.0.1:8000{path}"}))
    actions.empty_tray(at)
    message = message_of(code)
    assert (message.page, message.article_id, message.column.code) == (path, article.pk, "jytz")
    assert message.page_title == "关于中小学招生报名的通知"


def test_correction_of_a_list__goes_to_the_column_the_address_names(citizen, cast, at):
    path = citizen_column_path(cast)
    code = code_in(citizen.send("/jiucuo/", CORRECTION | {"page": path}))
    actions.empty_tray(at)
    message = message_of(code)
    assert (message.column.code, message.page_title, message.person) == ("jytz", "教育通知", cast.editor)


def citizen_column_path(cast):
    from zhengtong.publishing.queries import column_path

    return column_path(cast.page)


def test_correction__the_page_that_led_here_counts_without_a_script(citizen):
    shown = citizen.get("/jiucuo/", HTTP_REFERER="http://testserver/tzgg/?q=secret")
    assert 'value="http://127.0.0.1:8000/tzgg/"' in text(shown)
    assert "secret" not in text(shown)


@pytest.mark.parametrize(
    "foreign", ["https://evil.example/tzgg/", "javascript:alert(1)", "http://[", "//evil.example/x"]
)
def test_correction__a_foreign_referrer_fills_in_nothing(citizen, foreign):
    assert 'id="page" name="page" type="text" value=""' in text(citizen.get("/jiucuo/", HTTP_REFERER=foreign))


def test_correction__a_page_of_another_site_is_taken_as_it_was_typed(citizen, at):
    code = code_in(citizen.send("/jiucuo/", CORRECTION | {"page": "https://other.example/a"}))
    actions.empty_tray(at)
    message = message_of(code)
    assert (message.page, message.column, message.article) == ("https://other.example/a", None, None)


def test_correction__column_and_title_are_ours_to_say_and_not_the_forms(citizen, at):
    code = code_in(
        citizen.send("/jiucuo/", CORRECTION | {"page": "/nowhere/", "column": "jytz", "page_title": "假"})
    )
    actions.empty_tray(at)
    assert (message_of(code).column, message_of(code).page_title) == (None, "")


def test_form__every_field_has_its_label_and_names_its_hint(citizen):
    for address in BOTH:
        page = text(citizen.get(address))
        for name in re.findall(r'<(?:input|textarea)[^>]*\bid="([^"]+)"', page):
            assert f'<label for="{name}"' in page or name in ("large-type", "high-contrast", "look-words"), (
                name
            )
        for described in re.findall(r'aria-describedby="([^"]+)"', page):
            for one in described.split():
                assert f'id="{one}"' in page, one
        assert "placeholder" not in page.partition("<main")[2]
        for complete in ("name", "tel", "email"):
            assert f'autocomplete="{complete}"' in page


# ---- the receipt ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", BOTH)
def test_receipt__shows_the_code_and_the_message_lies_in_the_tray(citizen, address):
    response = citizen.send(address)
    code = code_in(response)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert CODE.fullmatch(code)
    assert " ".join(code[:4]) in seen(response)  # as it is read aloud
    assert lying() == [codes.mark_of(code)]


def test_receipt__promises_no_limit(citizen):
    for address in BOTH:
        told = seen(citizen.send(address))
        assert "工作日" not in told
        assert not re.search(r"\d+\s*(个)?\s*(日|天)内", told)


def test_double_click__gives_one_code_and_one_message(citizen, at):
    token = citizen.token("/hdjl/xx/")
    first, second = (code_in(citizen.send("/hdjl/xx/", token=token)) for _ in range(2))
    assert first == second
    assert len(lying()) == 1
    actions.empty_tray(at)
    assert code_in(citizen.send("/hdjl/xx/", token=token)) == first  # a reload after it was registered
    actions.empty_tray(at)
    assert CitizenMessage.objects.count() == 1


def test_another_text_on_the_same_form__is_another_message(citizen):
    token = citizen.token("/hdjl/xx/")
    first = code_in(citizen.send("/hdjl/xx/", token=token))
    assert code_in(citizen.send("/hdjl/xx/", LETTER | {"body": "另外一封信的内容"}, token=token)) != first


def test_code__stands_in_no_address_and_in_no_log_line(citizen, caplog, at):
    with caplog.at_level(logging.DEBUG):
        response = citizen.send("/hdjl/xx/")
        code = code_in(response)
        asked = citizen.ask(code)
        actions.empty_tray(at)
        again = citizen.ask(code)
    for page in (response, asked, again):
        assert code not in re.sub(r'value="[^"]*"', "", " ".join(re.findall(r"<[^>]+>", text(page))))
        assert "Location" not in page
    assert 'method="post"' in text(response).partition("<main")[2]
    for record in caplog.records:
        assert code not in record.getMessage()


# ---- what stands against it -------------------------------------------------------------------------------


def test_refusal__every_reason_at_once_at_its_field_and_on_top_and_nothing_typed_is_lost(citizen):
    response = citizen.send(
        "/hdjl/xx/", {"title": "", "body": "短", "sender_email": "不是邮箱", "sender_name": "王某"}
    )
    page = text(response)
    assert response.status_code == 200
    assert lying() == []
    for name in ("kind", "title", "body", "sender_email"):
        assert f'<a href="#{name}">' in page
        assert f'id="{name}-error"' in page
        assert f'id="{name}"' in page
    assert re.search(
        r'id="title"[^>]*aria-describedby="title-hint title-error"[^>]*aria-invalid="true"', page
    )
    assert 'id="errors" role="alert" tabindex="-1" autofocus' in page
    assert "<title>尚未提交" in page
    assert 'value="王某"' in page
    assert "短</textarea>" in page


def test_refusal__of_a_correction(citizen):
    page = text(citizen.send("/jiucuo/", {"page": "", "words": "", "body": "", "correction_kind": "made-up"}))
    for name in ("page", "correction_kind", "body"):
        assert f'<a href="#{name}">' in page


@pytest.mark.parametrize("token", ["", "forged", "a:b:c"])
def test_token__forged_is_refused_with_a_new_one_that_works(citizen, token):
    response = citizen.post("/hdjl/xx/", **LETTER, token=token)
    assert "页面已失效" in seen(response)
    assert LETTER["body"] in text(response)
    assert CODE.search(code_in(citizen.send("/hdjl/xx/", token=token_in(response))))


def test_token__of_another_form_is_no_token_for_this_one(citizen):
    assert "页面已失效" in seen(citizen.send("/hdjl/xx/", token=citizen.token("/jiucuo/")))


def test_token__older_than_a_day_is_refused_and_the_text_stays(citizen, now):
    token = citizen.token("/hdjl/xx/")
    now["later"](hours=25)
    response = citizen.send("/hdjl/xx/", token=token)
    assert "页面打开已超过一天" in seen(response)
    assert LETTER["title"] in text(response)


def test_question__is_asked_of_who_sends_very_much_and_keeps_everything_typed(citizen, at):
    many = parameter("message.challenge.count", on=at.date()).number
    for number in range(many):
        assert CODE.fullmatch(code_in(citizen.send("/hdjl/xx/", LETTER | {"body": f"第{number}封信的内容"})))
    response = citizen.send("/hdjl/xx/")
    page = text(response)
    assert "等于几" in page
    assert re.search(r'id="answer"[^>]*aria-describedby="answer-hint answer-error"', page)
    assert LETTER["body"] in page
    assert len(lying()) == many
    wrong = citizen.send("/hdjl/xx/", token=token_in(response), answer="不知道")
    assert "等于几" in seen(wrong)
    assert len(lying()) == many
    right = citizen.send("/hdjl/xx/", token=token_in(response), answer=answered(page))
    assert CODE.fullmatch(code_in(right))


NUMERALS = "零一二三四五六七八九十"


def answered(page):
    first, second = re.search(r'<label for="answer">(.)加(.)等于几', page).groups()
    return str(NUMERALS.index(first) + NUMERALS.index(second))


def test_trap__who_fills_in_what_nobody_sees_is_asked_and_not_shut_out(citizen):
    page = text(citizen.get("/hdjl/xx/"))
    assert re.search(r'<div class="trap" aria-hidden="true">.*?tabindex="-1"', page, re.DOTALL)
    response = citizen.send("/hdjl/xx/", remark_again="http://spam.example")
    assert "等于几" in text(response)
    assert lying() == []
    answer = answered(text(response))
    assert CODE.fullmatch(code_in(citizen.send("/hdjl/xx/", token=token_in(response), answer=answer)))


def test_address__is_kept_as_a_keyed_mark_alone(citizen):
    citizen.client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    code = code_in(citizen.send("/hdjl/xx/"))
    kept = tray.path_of(codes.mark_of(code)).read_text()
    assert "203.0.113.77" not in kept
    assert len(json.loads(kept)["sender_mark"]) == 32


# ---- files ------------------------------------------------------------------------------------------------


def files(*pairs):
    return [SimpleUploadedFile(name, data) for name, data in pairs]


def test_files__three_come_along_and_hang_on_the_message(citizen, at):
    from zhengtong.engine.evidence.queries import exhibits_of

    three = files(("a.png", PNG), ("b.txt", "说明".encode()), ("../../c.pdf", b"%PDF-1.4\n"))
    response = citizen.send("/hdjl/xx/", files=three)
    assert "附3个文件" in seen(response)
    actions.empty_tray(at)
    names = {one.evidence.filename for one in exhibits_of(message_of(code_in(response)))}
    assert names == {"a.png", "b.txt", "c.pdf"}


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("page.html", b"<html><script>alert(1)</script>", "网页"),
        ("a.svg", b"<svg onload=alert(1)>", "SVG"),
        ("a.exe", b"MZ\x90\0" + b"\0" * 80, "不支持此类文件"),
        ("picture.pdf", PNG, "后缀"),
        ("empty.txt", b"", "空的"),
    ],
)
def test_files__what_could_do_something_is_refused_by_its_bytes_and_named(citizen, name, data, told):
    response = citizen.send("/hdjl/xx/", files=files((name, data)))
    assert told in seen(response)
    assert LETTER["body"] in text(response)
    assert "请重新选择" in seen(response)
    assert lying() == []


def test_files__no_more_than_three_and_none_too_large(citizen):
    assert "最多上传3个文件" in seen(citizen.send("/hdjl/xx/", files=files(*[("a.png", PNG)] * 4)))
    large = files(("a.txt", b"a" * (10 * 1024 * 1024 + 1)))
    assert "每个文件不超过10MB" in seen(citizen.send("/hdjl/xx/", files=large))
    assert lying() == []


def test_body__larger_than_three_files_gets_413_in_words_unread(citizen):
    class Untouched(io.BytesIO):
        def read(self, *args):
            raise AssertionError("read")

    asked = RequestFactory().post("/hdjl/xx/", b"", content_type="multipart/form-data; boundary=x")
    asked.META |= {"CONTENT_LENGTH": str(entrance.MOST_BYTES + 1), "wsgi.input": Untouched()}
    with pytest.raises(entrance.TooLarge):
        entrance.sent(asked)
    response = citizen.client.post(
        "/hdjl/xx/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(entrance.MOST_BYTES + 1),
    )
    assert response.status_code == 413
    assert "文件太大，没有收到您的留言" in seen(response)


def test_body__too_many_fields_are_too_large_and_half_a_body_is_broken(citizen):
    many = {f"x{number}": "1" for number in range(20_001)}
    assert citizen.client.post("/hdjl/xx/", many).status_code == 413
    response = citizen.client.post("/hdjl/xx/", b"half", content_type="multipart/form-data; boundary=")
    assert response.status_code == 400


# ---- when the machine is in trouble -----------------------------------------------------------------------


@pytest.mark.parametrize("address", BOTH)
def test_full_disk__says_that_it_was_not_received_and_keeps_everything_typed(citizen, address, monkeypatch):
    token = citizen.token(address)

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tray, "put", full)
    response = citizen.send(address, token=token)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "没有收到您的留言" in seen(response)
    assert "没有收到" in text(response)
    assert (LETTER if address == "/hdjl/xx/" else CORRECTION)["body"] in text(response)
    assert not CODE.search(seen(response))


def test_full_disk__files_that_cannot_be_kept(citizen, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zhengtong.engine.evidence.store.write", full)
    response = citizen.send("/hdjl/xx/", files=files(("a.png", PNG)))
    assert response.status_code == 503
    assert lying() == []


@pytest.mark.parametrize("address", BOTH)
def test_locked_database__forms_and_receipts_work_in_a_process_that_knows_the_site(
    citizen, address, database_locked, monkeypatch
):
    citizen.get(address)
    monkeypatch.setattr("zhengtong.portal.voices.places.FRESH", -1)
    with database_locked():
        assert "演示门户" in text(citizen.get(address))
        response = citizen.send(address)
        code = code_in(response)
    assert lying() == [codes.mark_of(code)]


@pytest.mark.parametrize("address", BOTH)
def test_locked_database__forms_and_receipts_work_in_a_process_that_has_never_seen_the_site(
    citizen, address, database_locked
):
    with database_locked():
        code = code_in(citizen.send(address))
    assert lying() == [codes.mark_of(code)]


@pytest.mark.parametrize("address", BOTH)
def test_form__asks_the_database_nothing_while_the_site_is_fresh(citizen, address, django_assert_num_queries):
    token = citizen.token(address)
    sent = LETTER if address == "/hdjl/xx/" else CORRECTION | {"page": "https://other.example/"}
    with django_assert_num_queries(0):
        citizen.send(address, sent, token=token)


def test_portal_that_is_not_open__says_so(db):
    from django.test import Client

    response = Client().get("/hdjl/xx/")
    assert response.status_code == 503
    assert "尚未开通" in text(response)


# ---- hostile text -----------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</textarea><script>alert(1)</script>", "\u202egnp.exe",
    "a\x00b", "{{ 7*7 }}{% raise %}", "'; DROP TABLE interaction_citizenmessage;--", "\U0001f600表情", "&lt;b&gt;",
]  # fmt: skip


def inert(page):
    main = page.partition("<main")[2]
    assert "<script" not in main
    assert not re.search(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', main))
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069]", page)


def pass_through(citizen, said, at, address):
    """The text in every field: shown again with the refusal, then sent, then shown by its code."""
    fields = (
        "title",
        "words",
        "page",
        "body",
        "sender_name",
        "sender_phone",
        "sender_email",
        "kind",
        "correction_kind",
    )
    inert(text(citizen.post(address, **dict.fromkeys(fields, said), token="")))
    inert(text(citizen.get(f"{address}", data={"page": said, "words": said, "kind": said})))
    if address == "/hdjl/xx/":
        sent = LETTER | {
            "title": f"标题{said}"[:100],
            "body": f"信的内容是：{said}"[:5000],
            "sender_name": said[:50],
        }
    else:
        sent = CORRECTION | {"words": said[:500], "page": f"/tzgg/{said}"[:500]}
    response = citizen.send(address, sent)
    inert(text(response))
    assert 'class="code"' in text(response), (said, seen(response))
    code = code_in(response)
    actions.empty_tray(at)
    shown = text(citizen.ask(code))
    assert message_of(code).number in shown
    inert(shown)
    inert(text(citizen.ask(said)))


@pytest.mark.parametrize("said", HOSTILE)
@pytest.mark.parametrize("address", BOTH)
def test_hostile_text__is_shown_inert_wherever_it_appears(citizen, said, at, address, monkeypatch):
    pass_through(citizen, said, at, address)


@pytest.mark.slow
def test_naughty_strings__pass_through_inert(citizen, at, monkeypatch):
    if not STRINGS.exists():
        pytest.skip("the suite of naughty strings is not on this machine")
    monkeypatch.setattr("zhengtong.portal.voices.entrance.asks_question", lambda *_: False)
    strings = json.loads(STRINGS.read_text())
    assert len(strings) > 400
    for number, said in enumerate(strings):
        pass_through(citizen, said, at, BOTH[number % 2])


def test_upload_suite__is_refused_or_kept_inert(citizen, monkeypatch):
    if not UPLOADS.exists():
        pytest.skip("the suite of uploads is not on this machine")
    monkeypatch.setattr("zhengtong.portal.voices.entrance.asks_question", lambda *_: False)
    found = [
        path for path in sorted(UPLOADS.rglob("*")) if path.is_file() and path.stat().st_size < 2_000_000
    ]
    assert found
    refused = 0
    for path in found:
        response = citizen.send("/hdjl/xx/", files=files((path.name, path.read_bytes())))
        inert(text(response))
        assert response.status_code == 200
        refused += 'id="files-error"' in text(response)
    assert refused > len(found) // 4


def test_very_long_text__is_refused_quickly_and_said(citizen):
    response = citizen.send(
        "/hdjl/xx/", LETTER | {"body": "长" * 300_000, "sender_email": "a@" + "." * 300_000 + "@"}
    )
    assert "内容最多5000个字" in seen(response)
    assert 'href="#sender_email"' in text(response)
