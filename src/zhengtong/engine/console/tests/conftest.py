from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhengtong.duties.authority import PostBackend
from zhengtong.duties.models import Person
from zhengtong.engine.console import capabilities


@pytest.fixture(autouse=True)
def plain_statics(settings):
    """Static files are not collected in tests."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def everybody_enters_the_console():
    """Who may enter follows from posts, a floor above; here everybody active may."""
    with patch.object(
        PostBackend, "has_perm", lambda self, person, perm, obj=None: perm == "wagtailadmin.access_admin"
    ):
        yield


@pytest.fixture(autouse=True)
def capabilities_are_put_back():
    before = dict(capabilities.answers)
    capabilities.answers.clear()
    yield
    capabilities.answers.clear()
    capabilities.answers.update(before)


@pytest.fixture
def able():
    """Give everybody a capability."""

    def give(*names):
        for name in names:
            capabilities.define(name, lambda person, at: True)

    return give


@pytest.fixture
def questions():
    """How many questions a request asks the database, once everything that is kept in memory is there."""

    def count(client, address):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    return count


@pytest.fixture
def clerk(db):
    return Person.objects.create_user("clerk", name="演示·经办")


@pytest.fixture
def stranger(db):
    return Person.objects.create_user("stranger", name="演示·外单位")


@pytest.fixture
def signed_in():
    def client(person):
        client = Client()
        client.force_login(person, backend="zhengtong.duties.authority.PostBackend")
        return client

    return client
