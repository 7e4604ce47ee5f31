from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from zhengtong.duties import actions, queries, rules
from zhengtong.duties.models import PostKind, Relaxation, SystemKind, WrittenSystem
from zhengtong.duties.rules import business_date
from zhengtong.duties.tests.test_posts import refused
from zhengtong.engine.evidence.models import Exhibit


def written(unit, kind, version, file, by, at):
    return actions.set_written_system(
        unit, kind, version=version, adopted_on=business_date(at), evidence=file, by=by, at=at
    )


def test_unit__lacks_all_three_systems_at_first(jw):
    assert queries.missing_systems(jw) == list(SystemKind)


def test_registered_system__is_missing_no_more(manager, jw, file, at):
    system = written(jw, SystemKind.COLUMN_DUTY, "2026版", file, manager, at)
    assert queries.missing_systems(jw) == [SystemKind.PUBLICATION_REVIEW, SystemKind.WATCH_EMERGENCY]
    exhibit = Exhibit.objects.get(subject_type="duties.writtensystem", subject_id=str(system.pk))
    assert exhibit.evidence == file


def test_missing_systems_of_all_units__are_counted_in_one_query(structure, django_assert_num_queries):
    with django_assert_num_queries(1):
        missing = queries.missing_systems_by_unit(structure.values())
    assert sum(map(len, missing.values())) == len(structure) * 3


def test_new_version__supersedes_the_old_one_and_keeps_it(manager, jw, file, at):
    written(jw, SystemKind.COLUMN_DUTY, "2025版", file, manager, at)
    written(jw, SystemKind.COLUMN_DUTY, "2026版", file, manager, at + timedelta(days=1))
    assert [system.version for system in queries.written_systems_in_force(jw)] == ["2026版"]
    assert WrittenSystem.objects.filter(unit=jw).count() == 2


def test_system__needs_version_date_and_file(manager, jw, file, at):
    tomorrow = business_date(at) + timedelta(days=1)
    codes = refused(
        actions.set_written_system, jw, SystemKind.COLUMN_DUTY, version=" ", adopted_on=tomorrow, evidence=None,
        by=manager, at=at,
    )  # fmt: skip
    assert codes == {"written_system.no_version", "written_system.future", "written_system.no_file"}
    written(jw, SystemKind.COLUMN_DUTY, "2026版", file, manager, at)
    assert refused(written, jw, SystemKind.COLUMN_DUTY, "2026版", file, manager, at) == {"field.__all__"}


def test_system__is_registered_by_the_unit_itself(editor, clerk, jw, file, at):
    for by in (editor, clerk):
        assert refused(written, jw, SystemKind.COLUMN_DUTY, "1", file, by, at) == {"unit.not_yours"}


def test_review_table__says_who_may_sign_the_third_stage(manager, jw, at):
    actions.change_review_table(jw, principal_signs=["policy"], separate_proofreaders=True, by=manager, at=at)
    table = queries.review_table(jw)
    assert rules.review_posts(3, principal_signs=rules.principal_signs(table, "policy")) == {
        PostKind.PRINCIPAL
    }
    assert PostKind.DEPUTY in rules.review_posts(3, principal_signs=rules.principal_signs(table, "news"))
    assert rules.proofreading_posts(1, separate=table.separate_proofreaders) == {PostKind.PROOFREADER_1}
    assert rules.proofreading_posts(1) == {PostKind.PROOFREADER_1, PostKind.REVIEWER_1}


def test_review_table__knows_only_real_contents_and_the_units_own_manager(manager, clerk, jw, at):
    table = {"principal_signs": ["poem"], "separate_proofreaders": False}
    assert refused(actions.change_review_table, jw, **table, by=clerk, at=at) == {
        "content.unknown",
        "unit.not_yours",
    }


@pytest.fixture
def request_of_jw(manager, jw, at):
    until = business_date(at) + timedelta(days=60)
    return actions.request_relaxation(jw, reason="在编人员仅两人", valid_until=until, by=manager, at=at)


def test_relaxation__holds_only_after_the_office_agreed_and_until_its_day(request_of_jw, clerk, jw, at):
    assert queries.relaxation_in_force(jw, at) is None
    actions.decide_relaxation(request_of_jw, approve=True, reason="情况属实", by=clerk, at=at)
    assert queries.relaxation_in_force(jw, at - timedelta(seconds=1)) is None
    assert queries.relaxation_in_force(jw, at) == request_of_jw
    assert queries.relaxation_in_force(jw, at + timedelta(days=61)) is None


def test_relaxation_not_agreed__holds_never(request_of_jw, clerk, jw, at):
    actions.decide_relaxation(request_of_jw, approve=False, reason="请调剂人员", by=clerk, at=at)
    assert queries.relaxation_in_force(jw, at) is None


def test_relaxation__is_never_decided_by_the_unit_itself(request_of_jw, manager, someone, office, jw, at):
    codes = refused(actions.decide_relaxation, request_of_jw, approve=True, reason="x", by=manager, at=at)
    assert codes == {"relaxation.not_office", "relaxation.own_unit"}
    both = someone("both", office, PostKind.OFFICE_CLERK)
    actions.appoint(both, jw, PostKind.REVIEWER_1, by=manager, at=at)
    codes = refused(actions.decide_relaxation, request_of_jw, approve=True, reason="x", by=both, at=at)
    assert codes == {"relaxation.own_unit"}


def test_relaxation__is_decided_once_and_with_a_reason(request_of_jw, clerk, at):
    assert refused(actions.decide_relaxation, request_of_jw, approve=True, reason="", by=clerk, at=at) == {
        "relaxation.no_decision_reason"
    }
    actions.decide_relaxation(request_of_jw, approve=True, reason="同意", by=clerk, at=at)
    assert refused(actions.decide_relaxation, request_of_jw, approve=False, reason="改", by=clerk, at=at) == {
        "relaxation.decided"
    }


def test_relaxation__is_asked_once_with_reason_and_future_date(request_of_jw, manager, jw, at):
    past = business_date(at) - timedelta(days=1)
    codes = refused(actions.request_relaxation, jw, reason=" ", valid_until=past, by=manager, at=at)
    assert codes == {"relaxation.no_reason", "relaxation.past", "relaxation.waiting"}


def test_office__asks_no_relaxation(someone, office, at):
    by = someone("mgr", office, PostKind.SITE_MANAGER)
    until = business_date(at)
    assert refused(actions.request_relaxation, office, reason="x", valid_until=until, by=by, at=at) == {
        "relaxation.office"
    }


def test_database__refuses_a_decision_by_the_one_who_asked(request_of_jw, manager, at):
    with pytest.raises(IntegrityError, match="nobody_decides_his_own_relaxation"), transaction.atomic():
        Relaxation.objects.update(approved=True, decided_by=manager, decided_at=at, decision_reason="x")
