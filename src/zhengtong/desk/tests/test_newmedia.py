"""Accounts on a desk (4.8)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from zhengtong.engine.jobs.actions import work_off
from zhengtong.newmedia.actions import note_update, plan_recheck
from zhengtong.newmedia.models import Recheck
from zhengtong.registry.actions import register
from zhengtong.registry.rules import Particulars
from zhengtong.registry.tests.conftest import case_about  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast, at):
    told = Particulars(
        kind="account", platform="weixin", name="区教委", handle="beibei_jw_demo", functions=("publish",),
        opened_on=date(2020, 1, 1),
    )  # fmt: skip
    channel = register(told, host=cast.education, by=cast.clerk, at=at)
    work_off(at)
    return channel


def of_kind(lines, kind):
    return [line for line in lines if line.kind == kind]


def test_update__stands_on_the_desks_of_its_keepers_once_it_presses(cast, account, ask, at):
    assert not of_kind(ask(cast.editor).todo, "账号更新")
    later = at + timedelta(days=11)
    for person in (cast.editor, cast.manager):
        desk = ask(person, later)
        (line,) = of_kind(desk.todo, "账号更新")
        assert line.act_url == reverse("newmedia_note_update", args=[account.pk])
        assert line.clock is not None
        assert not of_kind(desk.time, "账号更新")
    assert not of_kind(ask(cast.stranger, later).todo, "账号更新")
    note_update(account, on=later.date(), by=cast.editor, at=later)
    assert not of_kind(ask(cast.editor, later).todo, "账号更新")


def test_office__hears_how_many_accounts_should_be_closed_and_what_to_look_for_again(cast, account, ask, at):
    later = at + timedelta(days=61)
    (line,) = of_kind(ask(cast.clerk, later).todo, "关停整合建议")
    assert line.what.startswith("1个账号")
    assert not of_kind(ask(cast.manager, later).todo, "关停整合建议")


def test_recheck__stands_on_the_offices_desk_from_its_day_on(cast, account, ask, at, case_about):  # noqa: F811
    plan_recheck(account, case_about(account), at=at)
    day = Recheck.objects.get().planned_on
    assert not of_kind(ask(cast.clerk, at).todo, "注销复查")
    on_the_day = at + (day - at.date())
    assert len(of_kind(ask(cast.clerk, on_the_day).todo, "注销复查")) == 1
