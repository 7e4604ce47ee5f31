from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from zhengtong.duties import actions, queries
from zhengtong.duties.models import Appointment, PostKind, Relaxation, SystemKind
from zhengtong.duties.rules import business_date

REGISTERS = [
    "duties_units",
    "duties_appointments",
    "duties_columns",
    "duties_commissions",
    "duties_relaxations",
]
BACKEND = "zhengtong.duties.authority.PostBackend"


@pytest.fixture
def at():
    """Screens look at the clock themselves."""
    return timezone.now()


@pytest.fixture
def visit(client):
    def go(person, name, *args, data=None):
        client.force_login(person, backend=BACKEND)
        address = reverse(name, args=args)
        return client.get(address) if data is None else client.post(address, data)

    return go


@pytest.fixture
def filled(clerk, manager, someone, jw, sww, at):
    """Two units with something in every register."""
    until = business_date(at) + timedelta(days=30)
    manager_sww = someone("manager-sww", sww, PostKind.SITE_MANAGER)
    made = {}
    for unit, by in ((jw, manager), (sww, manager_sww)):
        column = actions.add_column(
            f"{unit.code}-x", f"{unit}栏目", unit, update_every_days=7, by=clerk, at=at
        )
        commission = actions.commission_operator(
            unit, agency=f"{unit}演示公司", outside=True, reference="1", valid_from=business_date(at), valid_until=until,
            columns=[column], by=by, at=at,
        )  # fmt: skip
        relaxation = actions.request_relaxation(unit, reason="人手不足", valid_until=until, by=by, at=at)
        held = Appointment.objects.get(unit=unit, post=PostKind.SITE_MANAGER)
        made[unit.code] = dict(zip(REGISTERS, (unit, held, column, commission, relaxation), strict=True))
    return made


@pytest.mark.parametrize("register", REGISTERS)
def test_unit__finds_its_own_rows_and_nothing_of_another_unit(register, visit, filled, manager):
    assert visit(manager, f"{register}:inspect", filled["jw"][register].pk).status_code == 200
    assert visit(manager, f"{register}:inspect", filled["sww"][register].pk).status_code == 404
    listed = visit(manager, f"{register}:index").context["object_list"]
    assert list(listed) == [filled["jw"][register]] or {row.unit_id for row in listed} == {
        filled["jw"]["duties_units"].pk
    }


@pytest.mark.parametrize("register", REGISTERS)
def test_office_and_supervisors__find_every_row(register, visit, filled, clerk, someone, structure):
    watcher = someone("lianluo", structure["wxb"], PostKind.CO_SUPERVISOR)
    for person in (clerk, watcher):
        for unit in ("jw", "sww"):
            assert visit(person, f"{register}:inspect", filled[unit][register].pk).status_code == 200


@pytest.mark.parametrize("register", REGISTERS)
def test_list__asks_a_constant_number_of_questions(
    register, visit, filled, clerk, someone, jw, django_assert_max_num_queries
):
    for number in range(12):
        someone(f"editor-{number}", jw, PostKind.EDITOR)
    visit(clerk, f"{register}:index")
    with django_assert_max_num_queries(25):
        assert visit(clerk, f"{register}:index").status_code == 200


def test_register__is_exported(visit, filled, clerk, client):
    client.force_login(clerk, backend=BACKEND)
    for register in REGISTERS:
        response = client.get(reverse(f"{register}:index") + "?export=xlsx")
        assert response.status_code == 200
        assert b"".join(response.streaming_content) if response.streaming else response.content


def test_unit_page__shows_what_is_missing_and_who_may_do_what(visit, clerk, editor, jw):
    page = visit(editor, "duties_units:inspect", jw.pk).content.decode()
    assert "缺少3项制度" in page
    assert "三项制度由区教委网站（新媒体）管理员办理" in page
    assert "尚未登记" in page


def test_appoint__from_the_unit_page(visit, manager, someone, jw, at):
    person = someone("lin")
    data = {"person": person.pk, "post": "reviewer_1"}
    assert visit(manager, "duties_units:appoint", jw.pk, data=data).status_code == 302
    assert queries.holds(person, jw, {PostKind.REVIEWER_1}, timezone.now())


def test_appoint__offers_only_what_the_person_may_give(visit, manager, clerk, jw):
    assert "reviewer_1" in visit(manager, "duties_units:appoint", jw.pk).content.decode()
    page = visit(clerk, "duties_units:appoint", jw.pk).content.decode()
    assert "principal" in page
    assert "reviewer_1" not in page


def test_appoint__is_refused_before_and_after_the_click(visit, editor, manager, someone, jw):
    assert visit(editor, "duties_units:appoint", jw.pk).status_code == 403
    response = visit(
        manager, "duties_units:appoint", jw.pk, data={"person": manager.pk, "post": "reviewer_1"}
    )
    assert response.status_code == 409
    assert "不得为本人指派岗位" in response.content.decode()


def test_end__from_the_list_of_posts(visit, manager, editor, at):
    held = editor.appointments.get()
    assert visit(editor, "duties_appointments:end", held.pk).status_code == 403
    assert visit(manager, "duties_appointments:end", held.pk, data={"reason": "调离"}).status_code == 302
    assert queries.posts_of(editor, timezone.now()) == []
    assert visit(editor, "duties_units:index").status_code in {302, 403}  # not in the console any more


def test_written_system__is_uploaded_and_shown_with_its_file(visit, manager, jw, at):
    data = {
        "kind": "column_duty", "version": "2026版", "adopted_on": "2026-01-01",
        "file": SimpleUploadedFile("制度.txt", "第一条".encode()),
    }  # fmt: skip
    assert visit(manager, "duties_units:written-system", jw.pk, data=data).status_code == 302
    assert SystemKind.COLUMN_DUTY not in queries.missing_systems(jw)
    assert "制度.txt" in visit(manager, "duties_units:inspect", jw.pk).content.decode()


def test_written_system__of_a_forbidden_kind_of_file_is_refused(visit, manager, jw):
    data = {
        "kind": "column_duty", "version": "1", "adopted_on": "2026-01-01",
        "file": SimpleUploadedFile("制度.exe", b"MZ\x90\x00" * 50),
    }  # fmt: skip
    response = visit(manager, "duties_units:written-system", jw.pk, data=data)
    assert response.status_code == 409
    assert len(queries.missing_systems(jw)) == 3


def test_relaxation__is_decided_by_the_office_on_screen(visit, filled, manager, clerk, jw):
    relaxation = filled["jw"]["duties_relaxations"]
    data = {"approve": "yes", "reason": "情况属实"}
    assert visit(manager, "duties_relaxations:decide", relaxation.pk, data=data).status_code == 403
    assert visit(clerk, "duties_relaxations:decide", relaxation.pk, data=data).status_code == 302
    assert Relaxation.objects.get(pk=relaxation.pk).approved is True


def test_column__is_set_up_and_assigned_on_screen(visit, clerk, manager, editor, jw):
    data = {
        "code": "zx",
        "name": "资讯",
        "site": "portal",
        "kind": "news",
        "unit": jw.pk,
        "update_every_days": 14,
    }
    assert (
        visit(manager, "duties_columns:new", data=data).status_code == 200
    )  # the portal is not among the choices
    assert visit(clerk, "duties_columns:new", data=data).status_code == 302
    column = jw.columns.get()
    data = {"unit": jw.pk, "person": editor.pk, "update_every_days": 14}
    assert visit(manager, "duties_columns:assign", column.pk, data=data).status_code == 302
    column.refresh_from_db()
    assert column.person == editor


def test_other_forms_of_a_unit__open_and_work(visit, clerk, manager, jw, at):
    today, until = business_date(at), business_date(at) + timedelta(days=9)
    forms = {
        "review-table": (manager, {"principal_signs": ["policy"], "separate_proofreaders": "on"}),
        "relaxation": (manager, {"reason": "人手不足", "valid_until": until}),
        "commission": (
            manager,
            {
                "agency": "演示·公司",
                "outside": "on",
                "reference": "1",
                "valid_from": today,
                "valid_until": until,
            },
        ),
        "change": (
            clerk,
            {"name": "区教委", "short_name": "区教委", "order": 5, "phone": "68860000", "address": ""},
        ),
        "close": (clerk, {"reason": "机构改革"}),
    }
    for name, (person, data) in forms.items():
        assert visit(person, f"duties_units:{name}", jw.pk).status_code == 200, name
        assert visit(person, f"duties_units:{name}", jw.pk, data=data).status_code == 302, name
    jw.refresh_from_db()
    assert (jw.phone, jw.valid_until) == ("68860000", today)


def test_accounts__are_the_system_administrators(visit, clerk, editor, someone, office):
    admin = someone("xitong", office, PostKind.SYSTEM_ADMIN)
    assert visit(editor, "duties_people:index").status_code == 403
    data = {"username": "chen", "name": "演示·新人", "password": "bei-bei-2026-zheng-tong"}
    assert visit(clerk, "duties_people:new", data=data).status_code == 403
    assert visit(admin, "duties_people:new", data=data).status_code == 302
    assert visit(admin, "duties_people:close", editor.pk, data={"reason": "离职"}).status_code == 302
    editor.refresh_from_db()
    assert not editor.is_active
    assert visit(admin, "duties_people:inspect", editor.pk).status_code == 200


def test_menu__shows_the_registers_under_duties(visit, clerk):
    page = visit(clerk, "duties_units:index").content.decode()
    for register in [*REGISTERS, "duties_people"]:
        assert f'"url": "{reverse(f"{register}:index")}"' in page.replace("&quot;", '"')


def test_story__tells_who_took_which_post_and_why_it_ended(visit, manager, someone, jw, at):
    held = actions.appoint(someone("lin"), jw, PostKind.REVIEWER_1, by=manager, at=at)
    actions.end_appointment(held, reason="调离", by=manager, at=at)
    page = visit(manager, "duties_units:inspect", jw.pk).content.decode()
    assert f"演示·lin任一审，{business_date(at)}至长期" in page
    assert "演示·lin不再任一审；调离" in page


def test_every_story__can_be_told(visit, filled, manager, clerk, editor, jw, file, at):
    column = filled["jw"]["duties_columns"]
    actions.assign_column(column, jw, person=editor, update_every_days=None, by=manager, at=at)
    actions.set_written_system(
        jw, "column_duty", version="1", adopted_on=business_date(at), evidence=file, by=manager, at=at
    )
    actions.change_review_table(jw, principal_signs=["policy"], separate_proofreaders=True, by=manager, at=at)
    actions.decide_relaxation(
        filled["jw"]["duties_relaxations"], approve=True, reason="属实", by=clerk, at=at
    )
    actions.end_commission(filled["jw"]["duties_commissions"], reason="到期", by=manager, at=at)
    page = visit(manager, "duties_units:inspect", jw.pk).content.decode()
    assert "由主要负责人终审：政策文件；另设专门校对：是" in page
    assert "区教委演示公司不再承办；到期" in page
    assert (
        "由“区教委，未明确责任人，每7天更新”改为“区教委，演示·editor，不定期更新”"
        in visit(manager, "duties_columns:inspect", column.pk).content.decode()
    )
    relaxation = visit(manager, "duties_relaxations:inspect", filled["jw"]["duties_relaxations"].pk)
    assert "同意；属实" in relaxation.content.decode()


def test_pictures__are_chosen_from_the_own_unit_only(editor, someone, sww, jw):
    from wagtail.images.models import Image
    from wagtail.permissions import policy_registry

    from zhengtong.duties.uploads import UploadPolicy

    stranger = someone("lin", sww, PostKind.EDITOR)
    made = {
        who: Image.objects.create(title=who.name, file="x.png", width=1, height=1, uploaded_by_user=who)
        for who in (editor, stranger)
    }
    policy = policy_registry.get_by_type(Image)
    assert isinstance(policy, UploadPolicy)
    assert list(policy.instances_user_has_permission_for(editor, "choose")) == [made[editor]]
    assert policy.user_has_permission(editor, "add")
    assert not policy.user_has_permission(editor, "delete")
    assert not policy.user_has_permission_for_instance(editor, "change", made[editor])
