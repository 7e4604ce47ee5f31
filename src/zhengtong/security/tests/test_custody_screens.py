import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document

from zhengtong.duties import actions as duties
from zhengtong.duties.models import Appointment
from zhengtong.engine.evidence.models import Exhibit
from zhengtong.security import actions
from zhengtong.security.models import Custody
from zhengtong.security.queries import custody as custodies

from .custodies import BY_PLATFORM, furnish, registered, taken

pytestmark = pytest.mark.django_db
LIST, SHEETS = "/console/security/custodies/", "/console/security/handover-sheets/"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def cast(db, now):
    return furnish(now - timedelta(hours=2))


@pytest.fixture
def custody(cast, now):
    return taken(
        cast, now - timedelta(hours=1), password_changed_on=timezone.localdate(), bound_to="<b>单位公用</b>"
    )


def entered(person):
    client = Client()
    client.force_login(person)
    return client


def words(answer):
    return answer.content.decode()


def typed(cast, **changes):
    return {
        "channel": cast.account.pk, "what": "platform", "custodian": cast.giver.pk, "method": "password",
        "resetter_named": BY_PLATFORM, "password_changed_on": timezone.localdate().isoformat(),
    } | changes  # fmt: skip


def test_custody__is_recorded_on_the_screen_and_keeps_what_was_typed_when_refused(cast):
    client = entered(cast.manager)
    refused = client.post(f"{LIST}new/", typed(cast, bound_to="单位手机13812345678"))
    assert refused.status_code == 409
    assert "请只写用途和尾号4位" in words(refused)
    assert "13812345678" in words(refused)
    assert not Custody.objects.exists()
    done = client.post(f"{LIST}new/", typed(cast))
    assert done["Location"] == f"{LIST}{Custody.objects.get().pk}/"


def test_manager__is_offered_own_channels_and_people_alone(cast):
    page = words(entered(cast.manager).get(f"{LIST}new/"))
    assert "北碚区教委" in page
    assert "区卫生健康委" not in page
    assert "stranger" not in page
    answer = entered(cast.manager).post(f"{LIST}new/", typed(cast, channel=cast.neighbours.pk))
    assert answer.status_code == 200
    assert not Custody.objects.exists()


def test_page__says_that_no_password_is_written_and_shows_hostile_text_as_text(cast, custody):
    page = words(entered(cast.manager).get(f"{LIST}{custody.pk}/"))
    assert "不保存任何口令" in page
    assert "<b>单位公用</b>" not in page
    assert "&lt;b&gt;单位公用&lt;/b&gt;" in page


def test_another_unit__finds_nothing_in_list_export_page_and_sheet(cast, custody):
    client = entered(cast.stranger)
    assert "演示·giver" not in words(client.get(LIST))
    assert "演示·giver" not in b"".join(client.get(f"{LIST}?export=csv").streaming_content).decode()
    assert client.get(f"{LIST}{custody.pk}/").status_code == 404
    assert client.get(f"{SHEETS}{custody.pk}/").status_code == 404
    assert client.post(f"{LIST}{custody.pk}/release/", {"reason": "x"}).status_code == 404


def test_handover__runs_through_the_screens_with_its_signed_form(cast, custody):
    giver, taker = entered(cast.giver), entered(cast.taker)
    begun = giver.post(f"{LIST}{custody.pk}/hand-over/", {"to": cast.taker.pk, "reason": "岗位调整"})
    assert begun.status_code == 302
    assert (
        giver.post(f"{LIST}{custody.pk}/hand-over/", {"to": cast.taker.pk, "reason": "再点"}).status_code
        == 403
    )
    assert f"{LIST}{custody.pk}/confirm/" in words(taker.get(f"{LIST}{custody.pk}/"))
    told = {"password_changed_on": timezone.localdate().isoformat()}
    assert "勾选“已更换口令”" in words(taker.post(f"{LIST}{custody.pk}/confirm/", told))
    signed = io.BytesIO("移交登记表".encode())
    signed.name = "移交登记表.txt"
    done = taker.post(f"{LIST}{custody.pk}/confirm/", told | {"declared": "on", "signed": signed})
    new = Custody.objects.get(ended_at__isnull=True)
    assert done["Location"] == f"{LIST}{new.pk}/"
    assert Exhibit.objects.get().subject_id == str(new.pk)
    assert taker.post(f"{LIST}{custody.pk}/confirm/", told | {"declared": "on"}).status_code in (403, 404)
    page = words(entered(cast.manager).get(done["Location"]))
    assert "声明“已更换口令”" in page
    assert "移交登记表（演示·giver移交演示·taker）" in page


def test_sheet__names_both_sides_and_has_no_place_for_a_password(cast, custody, now):
    actions.hand_over(custody, cast.taker, reason="岗位调整", by=cast.giver, at=now)
    answer = entered(cast.taker).get(f"{SHEETS}{custody.pk}/")
    document = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"演示·giver", "演示·taker", "岗位调整", "平台账号口令", cast.account.code} <= set(cells)
    assert "本表不得填写口令" in "".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize(
    ("state", "shown"),
    [("orphaned", "待移交"), ("overdue", "口令超期"), ("going", "移交待确认"), ("ended", "已终止")],
)
def test_filter__shows_what_it_names(cast, now, state, shown):
    at, today = now - timedelta(hours=1), timezone.localdate()
    rows = {
        "orphaned": taken(cast, at, custodian=cast.bystander, password_changed_on=today),
        "overdue": taken(cast, at, what="back_end", password_changed_on=today - timedelta(days=200)),
        "going": taken(cast, at, what="phone", bound_to="单位公用手机", password_changed_on=today),
        "ended": taken(cast, at, what="mailbox", bound_to="单位公用邮箱", password_changed_on=today),
    }
    duties.end_appointment(
        Appointment.objects.get(person=cast.bystander), reason="调离", by=cast.manager, at=now
    )
    actions.hand_over(rows["going"], cast.taker, reason="岗位调整", by=cast.giver, at=now)
    actions.release(rows["ended"], reason="邮箱停用", by=cast.manager, at=now)
    page = words(entered(cast.manager).get(f"{LIST}?state={state}"))
    assert [pk for pk in (row.pk for row in rows.values()) if f'"{LIST}{pk}/"' in page] == [rows[state].pk]
    assert shown in page


def test_export__is_guarded_against_formulas_and_has_the_state(cast, custody, now):
    actions.release(custody, reason="=1+1", by=cast.manager, at=now)
    sheet = b"".join(entered(cast.manager).get(f"{LIST}?export=csv").streaming_content).decode()
    assert "'=1+1" in sheet
    assert "已终止" in sheet


def test_list__asks_the_same_number_of_questions_for_one_row_and_for_many(cast, custody, now):
    client = entered(cast.clerk)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    asked()
    before = asked()
    for number, platform in enumerate(("weibo", "douyin", "kuaishou", "toutiao")):
        channel = registered(cast.education, cast.clerk, now, handle=f"90000{number}", platform=platform)
        taken(cast, now, channel=channel, custodian=cast.taker, password_changed_on=timezone.localdate())
    assert custodies.current().count() == 5
    assert asked() == before
