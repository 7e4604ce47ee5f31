from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from zhengtong.duties import actions, queries
from zhengtong.duties.models import Appointment, Person, PostKind
from zhengtong.duties.rules import business_date
from zhengtong.engine.ledger.queries import story_of
from zhengtong.engine.refusals import Refused

REVIEWER_1, REVIEWER_2 = PostKind.REVIEWER_1, PostKind.REVIEWER_2


def refused(call, *args, **more) -> set[str]:
    with pytest.raises(Refused) as caught:
        call(*args, **more)
    assert all(refusal.message and refusal.clause for refusal in caught.value.refusals)
    return caught.value.codes


def raw(person, unit, post, at, **more) -> Appointment:
    """A row past every verb: what the database itself refuses."""
    with transaction.atomic():
        return Appointment.objects.create(
            person=person, unit=unit, post=post, valid_from=business_date(at), appointed_at=at, **more
        )


def test_appointment__gives_the_post_from_its_first_day(manager, someone, jw, at):
    person = someone("lin")
    tomorrow = business_date(at) + timedelta(days=1)
    actions.appoint(person, jw, REVIEWER_1, by=manager, at=at, valid_from=tomorrow)
    assert not queries.holds(person, jw, {REVIEWER_1}, at)
    assert queries.holds(person, jw, {REVIEWER_1}, at + timedelta(hours=13))


def test_appointment__runs_to_the_end_of_its_last_day_in_beibei(manager, someone, jw, at):
    person = someone("lin")
    actions.appoint(person, jw, REVIEWER_1, by=manager, at=at, valid_until=business_date(at))
    assert queries.holds(person, jw, {REVIEWER_1}, at + timedelta(hours=11, minutes=59))
    assert not queries.holds(person, jw, {REVIEWER_1}, at + timedelta(hours=12))


def test_post__ends_at_once(manager, someone, jw, at):
    person = someone("lin")
    held = actions.appoint(person, jw, REVIEWER_1, by=manager, at=at)
    later = at + timedelta(hours=1)
    actions.end_appointment(held, reason="调离", by=manager, at=later)
    assert queries.holds(person, jw, {REVIEWER_1}, later - timedelta(microseconds=1))
    assert not queries.holds(person, jw, {REVIEWER_1}, later)
    assert queries.holders(jw, REVIEWER_1, later) == []
    assert queries.people_in("post:jw/reviewer_1", later) == []


def test_post__ends_at_once_even_within_one_request(manager, someone, jw, at):
    person = someone("lin")
    queries.begin_remembering()
    try:
        held = actions.appoint(person, jw, REVIEWER_1, by=manager, at=at)
        assert queries.holds(person, jw, {REVIEWER_1}, at)
        actions.end_appointment(held, reason="调离", by=manager, at=at)
        assert not queries.holds(person, jw, {REVIEWER_1}, at)
    finally:
        queries.stop_remembering()


def test_posts_of_one_request__are_read_once(manager, jw, at, django_assert_num_queries):
    queries.begin_remembering()
    try:
        with django_assert_num_queries(1):
            queries.posts_of(manager, at)
            queries.audiences_of(manager, at)
            queries.units_of(manager, at)
    finally:
        queries.stop_remembering()


def test_post__can_be_given_again_after_its_end(manager, someone, jw, at):
    person = someone("lin")
    held = actions.appoint(person, jw, REVIEWER_1, by=manager, at=at)
    actions.end_appointment(held, reason="误指派", by=manager, at=at)
    actions.appoint(person, jw, REVIEWER_1, by=manager, at=at + timedelta(minutes=1))
    assert queries.holds(person, jw, {REVIEWER_1}, at + timedelta(minutes=1))


def test_ended_post__is_not_ended_twice_and_needs_a_reason(manager, someone, jw, at):
    held = actions.appoint(someone("lin"), jw, REVIEWER_1, by=manager, at=at)
    assert refused(actions.end_appointment, held, reason=" ", by=manager, at=at) == {"reason.missing"}
    actions.end_appointment(held, reason="调离", by=manager, at=at)
    assert refused(actions.end_appointment, held, reason="调离", by=manager, at=at) == {"term.ended"}


def test_appointment__stands_in_the_units_story_with_capacity_and_clause(manager, someone, jw, at):
    actions.appoint(someone("lin"), jw, REVIEWER_1, by=manager, at=at)
    line = story_of(jw).last()
    assert (line.verb, line.clause, line.actor) == ("post.appointed", "2.4", manager)
    assert line.acting_as == "区教委 网站（新媒体）管理员"
    assert line.data["name"] == "演示·lin"


@pytest.mark.parametrize(
    ("hand", "post"),
    [
        ("editor", REVIEWER_1),
        ("manager", PostKind.PRINCIPAL),
        ("manager", PostKind.SITE_MANAGER),
        ("clerk", REVIEWER_1),
        ("clerk", PostKind.EDITOR),
    ],
)
def test_wrong_hand__cannot_appoint(hand, post, request, someone, jw, at):
    by = request.getfixturevalue(hand)
    assert refused(actions.appoint, someone("lin"), jw, post, by=by, at=at) == {"post.not_yours_to_give"}
    assert not Appointment.objects.filter(person__username="lin").exists()


def test_site_manager__cannot_appoint_in_another_unit(manager, someone, sww, at):
    assert refused(actions.appoint, someone("lin"), sww, REVIEWER_1, by=manager, at=at) == {
        "post.not_yours_to_give"
    }


def test_former_site_manager__cannot_appoint(manager, clerk, someone, jw, at):
    actions.end_appointment(manager.appointments.get(), reason="轮岗", by=clerk, at=at)
    assert refused(actions.appoint, someone("lin"), jw, REVIEWER_1, by=manager, at=at) == {
        "post.not_yours_to_give"
    }


def test_office_clerk__registers_principal_deputy_and_site_manager_of_any_unit(clerk, someone, jw, at):
    for username, post in (("a", PostKind.PRINCIPAL), ("b", PostKind.DEPUTY), ("c", PostKind.SITE_MANAGER)):
        actions.appoint(someone(username), jw, post, by=clerk, at=at)
    answers = queries.responsible(jw, at)
    assert (str(answers.principal), [str(person) for person in answers.deputies]) == ("演示·a", ["演示·b"])


def test_office_clerk__is_appointed_by_the_leaders_of_the_office_only(
    clerk, office_leader, someone, office, at
):
    person = someone("lin")
    assert refused(actions.appoint, person, office, PostKind.OFFICE_CLERK, by=clerk, at=at) == {
        "post.not_yours_to_give"
    }
    actions.appoint(person, office, PostKind.OFFICE_CLERK, by=office_leader, at=at)
    assert queries.acting_as(person, office, {PostKind.OFFICE_CLERK}, at) == "区政府办公室 主管单位经办"


def test_nobody__appoints_himself(manager, jw, at):
    assert "nobody.appoints_himself" in refused(actions.appoint, manager, jw, REVIEWER_1, by=manager, at=at)


def test_database__refuses_that_somebody_appoints_himself(manager, jw, at):
    with pytest.raises(IntegrityError, match="nobody_appoints_himself"):
        raw(manager, jw, REVIEWER_1, at, appointed_by=manager)


def test_unit__has_one_principal(clerk, someone, jw, at):
    first = actions.appoint(someone("a"), jw, PostKind.PRINCIPAL, by=clerk, at=at)
    assert refused(actions.appoint, someone("b"), jw, PostKind.PRINCIPAL, by=clerk, at=at) == {
        "principal.one_per_unit"
    }
    actions.end_appointment(first, reason="调任", by=clerk, at=at)
    later = at + timedelta(minutes=1)
    actions.appoint(Person.objects.get(username="b"), jw, PostKind.PRINCIPAL, by=clerk, at=later)
    assert str(queries.responsible(jw, later).principal) == "演示·b"


def test_database__refuses_a_second_principal(someone, jw, at):
    raw(someone("a"), jw, PostKind.PRINCIPAL, at)
    with pytest.raises(IntegrityError):
        raw(someone("b"), jw, PostKind.PRINCIPAL, at)


def test_responsible__tells_who_answered_on_a_past_day(clerk, someone, jw, at):
    first = actions.appoint(someone("a"), jw, PostKind.PRINCIPAL, by=clerk, at=at)
    later = at + timedelta(days=9)
    actions.end_appointment(first, reason="调任", by=clerk, at=later)
    assert str(queries.responsible(jw, at + timedelta(days=5)).principal) == "演示·a"
    assert queries.responsible(jw, later).principal is None


def test_appointment__is_refused_with_all_reasons_at_once(manager, clerk, someone, jw, at):
    person = someone("lin", jw, REVIEWER_1)
    yesterday = business_date(at) - timedelta(days=1)
    codes = refused(
        actions.appoint, person, jw, REVIEWER_1, by=clerk, at=at, valid_from=yesterday,
        valid_until=yesterday - timedelta(days=1),
    )  # fmt: skip
    assert {"dates.reversed", "appointment.backdated", "post.not_yours_to_give"} <= codes


def test_same_post__is_not_given_twice(manager, someone, jw, at):
    person = someone("lin", jw, REVIEWER_1)
    assert refused(actions.appoint, person, jw, REVIEWER_1, by=manager, at=at) == {"post.already_held"}


@pytest.mark.parametrize(
    ("post", "code"),
    [
        (PostKind.CO_SUPERVISOR, "post.only_in_supervisors"),
        (PostKind.OFFICE_CLERK, "post.only_in_office"),
        (PostKind.SYSTEM_ADMIN, "post.only_in_office"),
    ],
)
def test_post__stands_only_where_the_measures_put_it(post, code, someone, jw, at):
    assert refused(actions.appoint, someone("lin"), jw, post, by=None, at=at) == {code}


def test_co_supervisors__stand_in_the_supervising_units(clerk, someone, structure, at):
    for code in ("wxb", "bb", "gafj"):
        person = someone(f"lianluo-{code}")
        actions.appoint(person, structure[code], PostKind.CO_SUPERVISOR, by=clerk, at=at)
        assert queries.units_seen_by(person, at).count() == len(structure)


def test_unit__sees_its_own_share_and_no_more(editor, manager, jw, at):
    assert list(queries.units_seen_by(editor, at)) == list(queries.units_seen_by(manager, at)) == [jw]


def test_audiences__agree_from_both_sides(editor, manager, jw, at):
    assert queries.audiences_of(editor, at) == {f"person:{editor.pk}", "unit:jw", "post:jw/editor"}
    for audience in queries.audiences_of(editor, at):
        assert editor in queries.people_in(audience, at)
    assert queries.people_in("unit:jw", at) == [editor, manager]
    assert queries.people_in("post:jw/reviewer_1", at) == []
    assert queries.people_in("nonsense", at) == queries.people_in("person:x", at) == []


def test_closed_unit__ends_every_post_in_it(clerk, editor, jw, at):
    actions.close_unit(jw, reason="机构改革撤并", by=clerk, at=at)
    assert queries.posts_of(editor, at) == []
    assert refused(actions.appoint, editor, jw, PostKind.SITE_MANAGER, by=clerk, at=at) == {"unit.closed"}


def test_unit__is_not_closed_while_it_keeps_columns(clerk, jw, at):
    actions.add_column("jw-news", "教育动态", jw, by=clerk, at=at)
    assert refused(actions.close_unit, jw, reason="机构改革撤并", by=clerk, at=at) == {"unit.has_columns"}


def test_structure__is_loaded_once(district, at):
    assert actions.load_structure(by=None, at=at) == []
    kinds = [unit.kind for unit in district.values()]
    assert (len(district), kinds.count("street"), kinds.count("town")) == (47, 9, 8)


def test_database__knows_one_office(office, jw):
    jw.kind = "office"
    with pytest.raises(IntegrityError), transaction.atomic():
        jw.save()
