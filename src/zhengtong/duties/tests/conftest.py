from datetime import timedelta

import pytest

from zhengtong.duties import actions
from zhengtong.duties.models import Person, PostKind, Unit
from zhengtong.engine.evidence.actions import keep

INSTALLED = timedelta(days=30)  # how long before the test the platform was set up


UNITS = (
    ("bgs", "区政府办公室", "office"), ("wxb", "区委网信办", "cyberspace"), ("bb", "区委编办", "establishment"),
    ("gafj", "区公安分局", "police"), ("jw", "区教委", "department"), ("sww", "区商务委", "department"),
)  # fmt: skip


@pytest.fixture
def structure(db, at):
    """Six units are enough for nearly every test."""
    day = (at - INSTALLED).date()
    rows = [Unit(code=code, name=name, short_name=name, kind=kind, order=place, valid_from=day)
            for place, (code, name, kind) in enumerate(UNITS)]  # fmt: skip
    return {unit.code: unit for unit in Unit.objects.bulk_create(rows)}


@pytest.fixture
def district(db, at):
    """The whole district, as an installation loads it."""
    actions.load_structure(by=None, at=at - INSTALLED)
    return {unit.code: unit for unit in Unit.objects.all()}


@pytest.fixture
def office(structure):
    return structure["bgs"]


@pytest.fixture
def jw(structure):
    return structure["jw"]


@pytest.fixture
def sww(structure):
    return structure["sww"]


@pytest.fixture
def someone(structure, at):
    """A person in a post, as the installation would give it; without a post, just an account."""

    def make(username, unit=None, post=None, **more):
        person = actions.create_person(username, f"演示·{username}", by=None, at=at - INSTALLED)
        if post:
            actions.appoint(person, unit, post, by=None, at=at - INSTALLED, **more)
        return person

    return make


@pytest.fixture
def clerk(someone, office) -> Person:
    return someone("clerk", office, PostKind.OFFICE_CLERK)


@pytest.fixture
def office_leader(someone, office) -> Person:
    return someone("leader", office, PostKind.PRINCIPAL)


@pytest.fixture
def manager(someone, jw) -> Person:
    return someone("manager", jw, PostKind.SITE_MANAGER)


@pytest.fixture
def editor(someone, jw) -> Person:
    return someone("editor", jw, PostKind.EDITOR)


@pytest.fixture
def file(structure, at):
    return keep("第一条 栏目内容分解保障制度。".encode(), "制度.txt", by=None, at=at)
