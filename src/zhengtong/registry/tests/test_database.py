"""What the database refuses when somebody writes around the verbs."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from zhengtong.registry.models import Channel, Identifier

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def refused(rule, call, *args, **named):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        call(*args, **named)
    return rule in str(error.value) or "UNIQUE constraint failed" in str(error.value)


def copied(channel, **changes):
    channel = Channel.objects.get(pk=channel.pk)
    channel.pk, channel.code = None, "BB-9999"
    for field, value in changes.items():
        setattr(channel, field, value)
    channel.save(force_insert=True)


def test_database__refuses_a_second_account_of_a_unit_on_a_platform(account):
    assert refused("one_account_per_unit_and_platform", copied, account, handle="another")


def test_database__refuses_an_exception_without_its_granter(account):
    assert refused(
        "an_exception_has_a_reason_and_who_granted_it",
        copied,
        account,
        handle="another",
        exception_reason="特殊",
    )


def test_database__refuses_a_second_portal_and_a_second_bearer_of_a_code(portal, account):
    assert refused("one_portal_in_the_district", copied, portal, url="https://x.gov.cn/")
    assert refused("code", copied, account, code=account.code, platform="weibo", handle="x")


def test_database__refuses_a_second_subsite_and_a_second_app(portal):
    copied(portal, kind="subsite", url="https://www.beibei.gov.cn/bm/bgs/", code="BB-0100")
    assert refused(
        "one_subsite_per_unit", copied, portal, kind="subsite", url="https://www.beibei.gov.cn/bm/b/"
    )
    copied(portal, kind="app", url="https://www.beibei.gov.cn/app/", code="BB-0101")
    assert refused(
        "one_app_in_the_district", copied, portal, kind="app", url="https://www.beibei.gov.cn/app2/"
    )


def test_database__refuses_a_closed_channel_without_date_and_a_date_on_a_standing_one(account):
    rows = Channel.objects.filter(pk=account.pk)
    rule = "closed_channels_and_only_they_have_a_closing_date"
    assert refused(rule, rows.update, channel_state="closed")
    assert refused(rule, rows.update, closed_on=DAY)
    assert refused(
        "a_channel_closes_after_it_opens", rows.update, channel_state="closed", closed_on=date(2000, 1, 1)
    )
    assert refused("only_closed_channels_are_archived", rows.update, record_state="archived")


def test_database__refuses_an_account_without_platform(account):
    rows = Channel.objects.filter(pk=account.pk)
    assert refused("accounts_and_only_they_have_a_platform", rows.update, platform="")


def test_database__refuses_two_current_identifiers_of_a_kind(portal):
    Identifier.objects.create(channel=portal, kind="icp", value="a", valid_from=DAY)
    assert refused(
        "one_current_identifier_of_a_kind",
        Identifier.objects.create,
        channel=portal,
        kind="icp",
        value="b",
        valid_from=DAY,
    )


def test_database__refuses_an_end_without_reason(portal):
    made = Identifier.objects.create(channel=portal, kind="icp", value="a", valid_from=DAY)
    assert refused("an_ended_identifier_says_why", Identifier.objects.filter(pk=made.pk).update, ended_on=DAY)


def test_database__refuses_to_delete_a_unit_that_hosts(account):
    with pytest.raises(IntegrityError):
        account.host.delete()
