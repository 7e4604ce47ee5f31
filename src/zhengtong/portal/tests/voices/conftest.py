"""A citizen before the live pages: the cast of clause 5.7, and a browser that keeps no cookies of its own."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client

from zhengtong.interaction import actions, codes
from zhengtong.interaction.models import CitizenMessage
from zhengtong.interaction.tests.conftest import article, cast, letter  # noqa: F401
from zhengtong.portal.voices import places

LETTER = {"kind": "enquiry", "title": "入学报名需要哪些材料", "body": "孩子今年上小学，请问需要哪些材料？"}
CORRECTION = {"correction_kind": "typo", "page": "/tzgg/", "words": "2月30日", "body": "二月没有三十日。"}
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")


@pytest.fixture(autouse=True)
def fresh_process():
    """Nothing is remembered from another test: no site, no visits."""
    places.forget()
    cache.clear()
    yield
    places.forget()
    cache.clear()


@pytest.fixture(autouse=True)
def now(monkeypatch, at):
    """Views ask what time it is; here it is the test's moment, which a test may move."""
    clock = {"now": at}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["now"])
    clock["later"] = lambda **by: clock.update(now=clock["now"] + timedelta(**by))
    return clock


class Citizen:
    """Opens a form, fills it in, sends it; asserts for every answer that no cookie was set."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=True)

    def get(self, address, **headers):
        return self._plain(self.client.get(address, **headers))

    def post(self, address, **typed):
        return self._plain(self.client.post(address, typed))

    def _plain(self, response):
        assert response.cookies == {}
        return response

    def token(self, address):
        return token_in(self.get(address))

    def send(self, address, typed=None, *, token=None, **more):
        given = (LETTER if address == "/hdjl/xx/" else CORRECTION) if typed is None else typed
        return self.post(address, **(given | {"token": token or self.token(address)} | more))

    def ask(self, code, **more):
        return self.post("/hdjl/cx/", code=code, **more)

    def act(self, code, act, **typed):
        token = re.search(
            rf'name="act" value="{act}">\s*<input type="hidden" name="token" value="([^"]+)"',
            text(self.ask(code)),
        )
        return self.ask(code, act=act, token=token[1] if token else "", **typed)


def text(response):
    return response.content.decode()


def seen(response):
    """What a person reads: the words of <main>, without tags."""
    main = re.search(r"<main.*</main>", text(response), re.DOTALL)[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def token_in(response):
    return re.search(r'name="token" value="([^"]+)"', text(response))[1]


def code_in(response):
    return re.search(r'name="code" value="([^"]+)"', text(response))[1]


def message_of(code):
    return CitizenMessage.objects.get(code_mark=codes.mark_of(code))


@pytest.fixture
def citizen(cast):  # noqa: F811
    return Citizen()


@pytest.fixture
def sent(citizen, at):
    """sent(…): a letter that was sent and registered, with its code."""

    def send(**typed):
        cache.clear()  # many letters of one test are of many people
        code = code_in(citizen.send("/hdjl/xx/", LETTER | typed))
        actions.empty_tray(at)
        return code, message_of(code)

    return send


@pytest.fixture
def answer(cast):  # noqa: F811
    """answer(message, when): forwarded to 区教委, drafted, reviewed, out."""

    def through(message, when, reply="需要户口簿和接种证明。"):
        if message.unit is None:
            actions.forward(message, cast.units["jw"], by=cast.clerk, at=when)
            message.refresh_from_db()
        actions.draft_answer(message, text=reply, by=cast.manager, at=when)
        actions.submit_answer(message, by=cast.manager, at=when)
        actions.send_answer(message, by=cast.first, at=when)
        message.refresh_from_db()
        return message

    return through


@pytest.fixture
def database_locked():
    """with database_locked(): every question to the database fails, as when it is locked or away."""

    def locked(execute, sql, params, many, context):
        raise OperationalError("database is locked")

    return lambda: connection.execute_wrapper(locked)
