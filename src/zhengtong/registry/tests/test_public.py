"""What the public may know of the register: what is or was official, and nothing that is only asked for."""

from datetime import date, timedelta

import pytest

from zhengtong.duties.actions.units import load_structure
from zhengtong.registry import actions, queries
from zhengtong.registry.tests.conftest import account_told, case_for, portal_told

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def codes(at):
    return [one.code for one in queries.public_channels(at)]


def moved(channel, state, clerk, at, **more):
    return actions.set_state(
        channel,
        state,
        case=case_for(channel, at),
        by=clerk,
        at=at,
        acting_as="区政府办公室",
        reason="演示",
        **more,
    )


def test_public__a_registered_channel_with_its_identifiers(account, clerk, education, at):
    actions.set_identifier(
        account, "certification", education.name, valid_from=date(2026, 1, 1), by=clerk, at=at
    )
    (public,) = queries.public_channels(at)
    assert (public.name, public.what, public.handle) == ("北碚区教委", "微信公众号", "beibei_jw_demo")
    assert (public.host_code, public.certified, public.official) == ("jw", education.name, True)


def test_public__neither_drafts_nor_applications(clerk, education, health, at):
    actions.register(account_told(), host=education, by=clerk, at=at, draft=True)
    actions.register(account_told(handle="applied_demo"), host=health, by=clerk, at=at, state="applied")
    assert codes(at) == []


def test_public__a_draft_once_admitted_and_an_application_once_opened(clerk, education, health, at):
    draft = actions.register(account_told(), host=education, by=clerk, at=at, draft=True)
    applied = actions.register(
        account_told(handle="applied_demo"), host=health, by=clerk, at=at, state="applied"
    )
    actions.admit(draft, by=clerk, at=at)
    moved(applied, "normal", clerk, at)
    assert codes(at) == [draft.code, applied.code]


def test_public__an_application_that_was_withdrawn_never_was(clerk, account, health, at):
    applied = actions.register(
        account_told(handle="applied_demo"), host=health, by=clerk, at=at, state="applied"
    )
    moved(applied, "cancelled", clerk, at, closed_on=DAY)
    moved(account, "cancelled", clerk, at, closed_on=DAY)
    assert codes(at) == [account.code]


def test_public__what_closed_stays_for_ever_and_is_official_no_more(account, clerk, at):
    moved(account, "closed", clerk, at, closed_on=DAY)
    (public,) = queries.public_channels(at + timedelta(days=3000))
    assert (public.official, public.state_label, public.closed_on) == (False, "已关停", DAY)
    assert public.went_within(365, DAY + timedelta(days=365))
    assert not public.went_within(365, DAY + timedelta(days=366))


def test_public__a_domain_given_up_is_former_from_that_day(portal, clerk, at):
    old = actions.set_identifier(
        portal, "domain", "www.beibei.gov.cn", valid_from=date(2020, 1, 1), by=clerk, at=at
    )
    assert queries.public_channels(at)[0].domains == ("www.beibei.gov.cn",)
    actions.end_identifier(old, on=DAY, reason="更换域名", by=clerk, at=at)
    public = queries.public_channels(at)[0]
    assert (public.domains, public.former_domains) == ((), ("www.beibei.gov.cn",))


def test_public__the_portal_first_then_by_unit(clerk, office, education, health, at):
    told = [
        (account_told(handle="c"), health),
        (account_told(handle="b"), education),
        (portal_told(), office),
    ]
    made = [actions.register(one, host=host, by=clerk, at=at).code for one, host in told]
    assert codes(at) == made[::-1]


def test_public__the_whole_district_in_two_queries(db, at, django_assert_num_queries):
    load_structure(by=None, at=at)
    district = actions.load_channels(by=None, at=at)
    with django_assert_num_queries(2):
        assert len(queries.public_channels(at)) == len(district)
