from datetime import date

import pytest

from zhengtong.duties.actions.units import load_structure
from zhengtong.duties.models import PostKind, Unit
from zhengtong.registry import actions, queries
from zhengtong.registry.models import Channel
from zhengtong.registry.rules import doubts
from zhengtong.registry.seed import channels as listed_channels

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture
def district(db, at):
    load_structure(by=None, at=at)
    return actions.load_channels(by=None, at=at)


def test_load__enters_the_portal_a_subsite_for_each_unit_and_a_dozen_accounts(district):
    kinds = [one.kind for one in district]
    assert kinds.count("portal") == 1
    assert kinds.count("subsite") == Unit.objects.count()
    assert kinds.count("account") > 12
    assert Channel.objects.filter(
        name="重庆市北碚区人民政府", platform="weixin", host__kind="office"
    ).exists()


def test_load__a_second_time_changes_nothing(district, at):
    assert actions.load_channels(by=None, at=at) == []
    assert Channel.objects.count() == len(district)


def test_load__names_no_account_that_our_own_rules_doubt(district):
    for one in listed_channels():
        host = Unit.objects.get(code=one.host)
        assert doubts(one.told, host, certified=one.identifiers.get("certification", "")) == []


def test_portal__has_its_whole_identity(district):
    identity = queries.site_identity(queries.portal_channel(), DAY)
    assert (identity.name, identity.domain, identity.site_code) == (
        "重庆市北碚区人民政府", "www.beibei.gov.cn", "5001090001",
    )  # fmt: skip
    assert identity.icp
    assert identity.police
    assert identity.mark


def test_subsite__stands_under_the_portals_identifiers_with_its_own_host(district):
    unit = Unit.objects.get(code="jw")
    subsite = queries.subsite_of(unit)
    identity = queries.site_identity(subsite, DAY)
    assert subsite.url == "https://www.beibei.gov.cn/bm/jw/"
    assert (identity.site_code, identity.host_name) == ("5001090001", unit.name)


def test_portal__not_yet_registered_is_none(db):
    assert queries.portal_channel() is None


def test_seen__a_unit_sees_its_own_the_office_and_the_supervisors_all(
    account, portal, manager, stranger, clerk, appointed, health, at
):
    supervisor = appointed("cyber", health, PostKind.CO_SUPERVISOR)
    assert list(queries.channels_seen_by(manager, at)) == [account]
    assert list(queries.channels_seen_by(stranger, at)) == []
    assert (
        queries.channels_seen_by(clerk, at).count() == queries.channels_seen_by(supervisor, at).count() == 2
    )


def test_completeness__shrinks_as_the_record_is_filled(account, clerk, appointed, education, at):
    assert {one.what for one in queries.completeness(account, at)} == {
        "certification",
        "responsible",
        "contact",
    }
    appointed("head", education, PostKind.PRINCIPAL)
    appointed("contact", education, PostKind.SITE_MANAGER)
    actions.set_identifier(
        account, "certification", education.name, valid_from=date(2026, 1, 1), by=clerk, at=at
    )
    assert queries.completeness(Channel.objects.get(pk=account.pk), at) == []


def test_completeness__an_expired_certification_is_missing_again(account, clerk, education, at):
    actions.set_identifier(
        account,
        "certification",
        education.name,
        valid_from=date(2025, 1, 1),
        valid_until=date(2025, 12, 31),
        by=clerk,
        at=at,
    )
    assert "certification" in {one.what for one in queries.completeness(account, at)}


def test_completeness__of_the_whole_district_takes_three_queries(district, at, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        rows = list(queries.with_identifiers(Channel.objects.select_related("host")))
        assert len(queries.completeness_of(rows, at)) == len(district)
