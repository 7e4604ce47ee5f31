from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from zhengtong.desk import overview
from zhengtong.duties.actions import add_column
from zhengtong.duties.models import PostKind, ResponsibleColumn, Unit
from zhengtong.engine.clocks.models import Clock
from zhengtong.publishing.actions import create_draft, sign, submit
from zhengtong.publishing.models import Publication, Submission
from zhengtong.publishing.tests.conftest import BOTH, PASSED, appointed, unit_called
from zhengtong.registry.models import Channel

pytestmark = pytest.mark.django_db


def another(cast, number, at):
    return create_draft(
        cast.column, by=cast.editor, at=at, title=f"第{number}号通知", content_source="区教委", secrecy_checked=True,
        body=[("paragraph", f"<p>第{number}号。</p>")],
    )  # fmt: skip


@pytest.fixture
def busy(cast, at):
    """Three texts under review, one of them late, one public; two columns, one of them late and one with a person."""
    submit(another(cast, 1, at), by=cast.editor, at=at - timedelta(days=30))
    submit(another(cast, 2, at), by=cast.editor, at=at)
    submit(another(cast, 3, at), by=cast.editor, at=at)
    through = submit(another(cast, 4, at), by=cast.editor, at=at)
    for person in (cast.first, cast.second, cast.third):
        sign(through, by=person, at=at, acts=BOTH, gates=PASSED)
    long_ago = at - timedelta(days=60)
    add_column(
        "late", "迟更栏目", cast.education, by=None, at=long_ago, update_every_days=14, person=cast.editor
    )
    add_column("fresh", "按期栏目", cast.health, by=None, at=at, update_every_days=14)
    return cast


def row_of(unit, at):
    return next(row.counts for row in overview.rows(Unit.objects.all(), at) if row.unit == unit)


def test_counts__of_a_unit_are_right(busy, at):
    counts = row_of(busy.education, at)
    assert (counts.in_review, counts.in_review_late) == (3, 1)
    assert (counts.columns, counts.columns_late) == (2, 1)
    assert counts.late == 2
    assert counts.coming == 2
    assert counts.published == 1
    assert counts.missing_systems == 3
    neighbour = row_of(busy.health, at)
    assert (neighbour.in_review, neighbour.late, neighbour.columns, neighbour.published) == (0, 0, 2, 0)


def test_totals__agree_with_counts_made_another_way(busy, at):
    total = overview.total(overview.rows(Unit.objects.all(), at))
    assert total.in_review == Submission.objects.filter(state="in_review").count()
    assert total.late == sum(clock.due_at <= at for clock in Clock.objects.filter(state="running"))
    assert total.columns == ResponsibleColumn.objects.count()
    assert total.published == Publication.objects.count()
    assert total.channels == Channel.objects.count()


def test_late_column_of_a_named_person__counts_for_the_unit_of_the_column(busy, at):
    clock = Clock.objects.get(kind="column.update", audience=f"person:{busy.editor.pk}")
    assert clock.due_at <= at
    assert row_of(busy.education, at).columns_late == 1


def test_used_relaxations__are_counted(busy, at):
    from zhengtong.duties.models import Relaxation
    from zhengtong.publishing.models import Seat

    relaxation = Relaxation.objects.create(
        unit=busy.education, reason="人员不足", valid_until=at.date(), requested_by=busy.manager, requested_at=at,
        approved=True, decided_by=busy.clerk, decided_at=at, decision_reason="同意",
    )  # fmt: skip
    submission = Submission.objects.filter(state="in_review").first()
    for stage in (1, 2):
        Seat.objects.create(submission=submission, person=busy.first, stage=stage, relaxation=relaxation)
    assert row_of(busy.education, at).relaxed == 1


def test_district__is_seen_by_the_office_and_co_supervisors_alone(cast, client):
    leader = appointed("leader", cast.office, PostKind.PRINCIPAL)
    for person, code in (
        (cast.clerk, 200), (leader, 200), (cast.liaison, 200),
        (cast.manager, 403), (cast.principal, 403), (cast.editor, 403), (cast.system, 403), (cast.audit, 403),
    ):  # fmt: skip
        client.force_login(person)
        assert client.get(reverse("desk:overview")).status_code == code, person


def test_unit__is_seen_by_those_who_run_it_and_nobody_of_another(cast, client):
    page = reverse("desk:unit", args=[cast.education.pk])
    for person, code in (
        (cast.manager, 200), (cast.principal, 200), (cast.third, 200), (cast.clerk, 200), (cast.liaison, 200),
        (cast.neighbour_manager, 404), (cast.editor, 404),
    ):  # fmt: skip
        client.force_login(person)
        assert client.get(page).status_code == code, person


def test_own_unit__leads_to_the_page_of_the_unit(cast, client):
    client.force_login(cast.manager)
    assert client.get(reverse("desk:own_unit")).url == reverse("desk:unit", args=[cast.education.pk])
    client.force_login(cast.editor)
    assert client.get(reverse("desk:own_unit")).status_code == 403


def test_cells__lead_to_lists_that_show_the_same_number(busy, client, at):
    client.force_login(busy.clerk)
    now = timezone.now()
    counts = row_of(busy.education, now)
    cells = dict(
        zip(
            [one.label for one in overview.HEADINGS], overview.cells(counts, busy.education, now), strict=True
        )
    )

    def listed(label):
        answer = client.get(cells[label].url)
        assert answer.status_code == 200
        return len(answer.context["object_list"])

    assert listed("在途审校") == counts.in_review
    assert listed("责任栏目") == counts.columns_late
    assert listed(overview.HEADINGS[5].label) == counts.published


def test_only_troubled__leaves_out_units_where_all_is_well(cast, client, at):
    from zhengtong.duties.models import SystemKind, WrittenSystem

    for kind in SystemKind:
        WrittenSystem.objects.create(unit=cast.health, kind=kind, version="2026年版", adopted_on=at.date())
    client.force_login(cast.clerk)
    every = client.get(reverse("desk:overview")).content.decode()
    troubled = client.get(reverse("desk:overview") + "?only=troubled").content.decode()
    row = reverse("desk:unit", args=[cast.health.pk])
    assert row in every
    assert row not in troubled


def test_export__carries_the_same_numbers_as_the_page(busy, client):
    client.force_login(busy.clerk)
    answer = client.get(reverse("desk:overview") + "?export=xlsx")
    page = load_workbook(BytesIO(answer.content)).active
    rows = {row[0]: row for row in page.iter_rows(min_row=4, values_only=True)}
    counts = row_of(busy.education, timezone.now())
    assert rows["区教委"][2:4] == (counts.in_review, counts.in_review_late)
    assert rows["合计"][2] == counts.in_review
    client.force_login(busy.manager)
    assert client.get(reverse("desk:overview") + "?export=xlsx").status_code == 403


def test_number_of_queries__does_not_depend_on_units_or_work(cast, client, at):
    def asked(url):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    client.force_login(cast.clerk)
    pages = [reverse("desk:overview"), reverse("desk:unit", args=[cast.education.pk])]
    now = timezone.now()
    submit(another(cast, 0, now), by=cast.editor, at=now - timedelta(days=30))
    add_column(
        "late0",
        "迟更栏目",
        cast.education,
        by=None,
        at=now - timedelta(days=60),
        update_every_days=14,
        person=cast.editor,
    )
    before = [asked(url) for url in pages]
    for number in range(1, 6):
        submit(another(cast, number, now), by=cast.editor, at=now - timedelta(days=30))
        unit = unit_called(f"u{number}", f"第{number}局")
        add_column(
            f"late{number}",
            f"迟更栏目{number}",
            unit,
            by=None,
            at=now - timedelta(days=60),
            update_every_days=14,
        )
    assert [asked(url) for url in pages] == before


def test_filters_behind_the_cells__show_words_and_keep_their_sense(busy, client):
    client.force_login(busy.clerk)
    late = client.get(reverse("duties_columns:index") + "?late=true")
    assert [column.code for column in late.context["object_list"]] == ["late"]
    assert "True" not in late.content.decode()
    kept = client.get(reverse("duties_columns:index") + "?late=false")
    assert "late" not in [column.code for column in kept.context["object_list"]]
    assert list(client.get(reverse("articles:index") + "?relaxed=true").context["object_list"]) == []
    appointments = client.get(reverse("duties_appointments:index") + "?ended=true").context["object_list"]
    assert list(appointments) == []
