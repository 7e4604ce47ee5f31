"""The cast of the desk's tests: publishing's unit with all its hands, a neighbour, the Office, those who look after the platform."""

import pytest

from zhengtong.duties.models import PostKind
from zhengtong.publishing.tests.conftest import appointed, district, draft, give, unit_called  # noqa: F401


@pytest.fixture
def cast(district):  # noqa: F811
    """The district of publishing's tests, and those it lacks."""
    office, health = district.office, district.health
    district.manager = appointed("manager", district.education, PostKind.SITE_MANAGER)
    district.neighbour_manager = appointed("neighbour", health, PostKind.SITE_MANAGER)
    district.neighbour_first = appointed("neighbour1", health, PostKind.REVIEWER_1)
    district.cyberspace = unit_called("wxb", "区委网信办", "cyberspace")
    district.liaison = appointed("liaison", district.cyberspace, PostKind.CO_SUPERVISOR)
    district.system = appointed("system", office, PostKind.SYSTEM_ADMIN)
    district.security = appointed("security", office, PostKind.SECURITY_ADMIN)
    district.audit = appointed("audit", office, PostKind.AUDIT_ADMIN)
    return district


@pytest.fixture
def ask(cast, at):
    """The three lists of a person."""
    from zhengtong.desk.lines import Asking, desk_of

    def lists(person, moment=at):
        return desk_of(Asking(person, moment))

    return lists
