"""What the database refuses when somebody writes around the verbs."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from zhengtong.engine.procedures.models import CaseStep
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


def test_database__refuses_a_closed_channel_without_date_and_a_date_on_a_standing_one(account, case_about):
    rows = Channel.objects.filter(pk=account.pk)
    rule, case = "closed_channels_and_only_they_have_a_closing_date", case_about(account)
    assert refused(rule, rows.update, channel_state="closed", moved_by=case)
    assert refused(rule, rows.update, closed_on=DAY)
    assert refused(
        "a_channel_closes_after_it_opens",
        rows.update,
        channel_state="closed",
        closed_on=date(2000, 1, 1),
        moved_by=case,
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


def test_database__refuses_a_change_of_state_without_an_open_case_about_the_channel(
    account, portal, case_about
):
    rows = Channel.objects.filter(pk=account.pk)
    rule = "a_channels_state_changes_only_by_an_open_case_about_it"
    assert refused(rule, rows.update, channel_state="closing")
    ended, others = case_about(account, state="done"), case_about(portal)
    assert refused(rule, rows.update, channel_state="closing", moved_by=ended)
    assert refused(rule, rows.update, channel_state="closing", moved_by=others)
    assert rows.update(channel_state="closing", moved_by=case_about(account)) == 1


def test_database__refuses_going_live_while_a_step_of_the_case_is_open(account, case_about, at):
    case = case_about(account)
    other = Channel.objects.get(pk=account.pk)
    other.pk, other.code, other.platform, other.handle, other.channel_state = (
        None,
        "BB-9998",
        "weibo",
        "x",
        "applied",
    )
    other.save(force_insert=True)
    rows, case = Channel.objects.filter(pk=other.pk), case_about(other)
    CaseStep.objects.create(case=case, code="x", label="x", place=0, state="open", opened_at=at)
    assert refused(
        "a_channel_does_not_go_live_before_its_steps_are_done",
        rows.update,
        channel_state="normal",
        moved_by=case,
    )


def test_database__never_deletes_a_channel(account):
    assert refused("channels_are_never_deleted", Channel.objects.filter(pk=account.pk).delete)
