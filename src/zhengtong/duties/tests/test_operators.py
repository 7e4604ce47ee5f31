from datetime import timedelta

import pytest
from django.db import IntegrityError

from zhengtong.duties import actions, queries
from zhengtong.duties.models import PostKind
from zhengtong.duties.rules import business_date
from zhengtong.duties.tests.test_posts import raw, refused

EDITOR, REVIEWER_1 = PostKind.EDITOR, PostKind.REVIEWER_1


@pytest.fixture
def commission(manager, jw, at):
    today = business_date(at)
    return actions.commission_operator(
        jw, agency="演示·某传媒公司", outside=True, reference="合同2026-001", valid_from=today,
        valid_until=today + timedelta(days=30), by=manager, at=at,
    )  # fmt: skip


def engaged(person, commission, manager, at, **more):
    wanted = {"post": EDITOR, "valid_until": commission.valid_until, "unit": commission.host} | more
    return actions.appoint(person, commission=commission, by=manager, at=at, **wanted)


def test_operator__edits_on_behalf_of_the_host_until_the_date(commission, manager, someone, jw, at):
    person = someone("chuanmei")
    engaged(person, commission, manager, at)
    assert queries.acting_as(person, jw, {EDITOR}, at) == "区教委 信息员（编辑）（承办：演示·某传媒公司）"
    assert queries.holds(person, jw, {EDITOR}, at + timedelta(days=30))
    assert not queries.holds(person, jw, {EDITOR}, at + timedelta(days=31))


def test_operator__ends_with_the_commission_at_once(commission, manager, someone, jw, at):
    person = someone("chuanmei")
    engaged(person, commission, manager, at)
    later = at + timedelta(days=2)
    actions.end_commission(commission, reason="合同解除", by=manager, at=later)
    assert queries.posts_of(person, later) == []
    assert queries.holders(jw, EDITOR, later) == []
    assert refused(engaged, person, commission, manager, later) == {"commission.ended"}


def test_operator__does_nothing_but_edit(commission, manager, someone, at):
    assert refused(engaged, someone("chuanmei"), commission, manager, at, post=REVIEWER_1) == {
        "operator.only_edits"
    }


def test_outside_operator__takes_no_post_of_the_district_beside(commission, manager, someone, jw, sww, at):
    person = someone("chuanmei")
    engaged(person, commission, manager, at)
    assert refused(actions.appoint, person, jw, REVIEWER_1, by=manager, at=at) == {"operator.only_edits"}
    assert refused(engaged, someone("lin", sww, REVIEWER_1), commission, manager, at) == {
        "operator.only_edits"
    }


def test_operator__stays_within_the_commission(commission, manager, someone, jw, sww, at):
    person = someone("chuanmei")
    beyond = commission.valid_until + timedelta(days=1)
    assert refused(engaged, person, commission, manager, at, valid_until=beyond) == {
        "operator.beyond_commission"
    }
    assert refused(engaged, person, commission, manager, at, valid_until=None) == {
        "operator.beyond_commission"
    }
    assert "operator.other_host" in refused(engaged, person, commission, manager, at, unit=sww)


def test_database__knows_that_operators_only_edit_and_end_by_date(commission, someone, jw, at):
    until = commission.valid_until
    with pytest.raises(IntegrityError, match="operators_only_edit"):
        raw(someone("a"), jw, REVIEWER_1, at, commission=commission, valid_until=until)
    with pytest.raises(IntegrityError, match="operators_end_by_date"):
        raw(someone("b"), jw, EDITOR, at, commission=commission)


def test_commission__is_refused_with_all_reasons(manager, clerk, jw, sww, at):
    column = actions.add_column("sww-news", "商务动态", sww, by=clerk, at=at)
    today = business_date(at)
    codes = refused(
        actions.commission_operator, jw, operator=jw, reference="", valid_from=today,
        valid_until=today - timedelta(days=1), columns=[column], by=clerk, at=at,
    )  # fmt: skip
    assert codes == {
        "dates.reversed", "operator.itself", "operator.no_reference", "operator.past", "operator.foreign_column",
        "unit.not_yours",
    }  # fmt: skip


def test_commission__names_exactly_one_operator(manager, jw, sww, at):
    dates = {"reference": "x", "valid_from": business_date(at), "valid_until": business_date(at)}
    both = {"operator": sww, "agency": "甲"}
    assert "operator.one" in refused(actions.commission_operator, jw, **dates, **both, by=manager, at=at)
    assert "operator.one" in refused(actions.commission_operator, jw, **dates, by=manager, at=at)
