"""The screens of lists: upload, dry run, result, receipts, the overdue list; the Office's alone but for the last (5.7, 2.3)."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from zhengtong.engine.jobs.actions import work_off
from zhengtong.interaction import actions
from zhengtong.interaction.models import CitizenMessage, MessageImport, ReceiptList
from zhengtong.interaction.tests.lists import csv_of
from zhengtong.interaction.tests.test_lists import HOTLINE, ticket

pytestmark = pytest.mark.django_db
NEW = "interaction_imports:new"
ROWS = (HOTLINE, ticket(title="路灯<b>不亮</b>"), ticket("W2", unit="没有的单位"))


@pytest.fixture
def at():
    """Screens judge by the clock on the wall."""
    return timezone.now() - timedelta(minutes=5)


@pytest.fixture
def signed_in():
    def client(person):
        made = Client()
        made.force_login(person, backend="zhengtong.duties.authority.PostBackend")
        return made

    return client


@pytest.fixture
def upload(cast, signed_in):
    def send(data=None, name="清单.csv", person=None, **typed):
        file = SimpleUploadedFile(name, csv_of(*ROWS) if data is None else data)
        given = {"source": "hotline"} | typed | {"file": file}
        return signed_in(person or cast.clerk).post(reverse(NEW), given)

    return send


def page(client, name, *args, status=200, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == status
    return response.content.decode()


def test_upload__leads_to_the_dry_run_and_confirming_enters_the_list(upload, cast, signed_in):
    response = upload()
    batch = MessageImport.objects.get()
    assert response["Location"] == reverse("interaction_imports:inspect", args=[batch.pk])
    client = signed_in(cast.clerk)
    assert "12345热线转办" in page(client, NEW)
    text = page(client, "interaction_imports:inspect", batch.pk)
    for told in ("预演结果", "尚未登记任何内容", "路灯&lt;b&gt;不亮", "未登记或已撤销", "来源编号W1"):
        assert told in text
    assert "路灯&lt;b&gt;" not in page(client, "interaction_imports:inspect", batch.pk, show="refused")
    assert "登记1行；不能导入1行" in page(client, "interaction_imports:confirm", batch.pk)
    assert not CitizenMessage.objects.exists()
    assert client.post(reverse("interaction_imports:confirm", args=[batch.pk])).status_code == 302
    assert CitizenMessage.objects.count() == 1
    assert "导入结果" in page(client, "interaction_imports:inspect", batch.pk)
    again = client.post(reverse("interaction_imports:confirm", args=[batch.pk]))
    assert again.status_code == 403
    assert "不能再次确认" in again.content.decode()
    assert CitizenMessage.objects.count() == 1
    assert "清单.csv" in page(client, "interaction_imports:index")


def test_choices_of_the_form__reach_the_lines(upload, cast, signed_in):
    rows = (("标题", "内容", "姓名"), ("停水", "停水三天了。", "王某"))
    chosen = {
        "source": "archive", "kind": "complaint", "unit": str(cast.units["jw"].pk), "undated": "2018-07-02", "prefix": "信箱-",
        "backwards": "on",
    }  # fmt: skip
    assert upload(csv_of(*rows), **chosen).status_code == 302
    batch = MessageImport.objects.get()
    client = signed_in(cast.clerk)
    text = page(client, "interaction_imports:inspect", batch.pk)
    for told in (
        "默认类别：投诉",
        "默认承办单位：区教委",
        "没有收到时间的按2018-07-02登记",
        "编号前缀：信箱-",
        "参照最早施行的期限",
    ):
        assert told in text
    client.post(reverse("interaction_imports:confirm", args=[batch.pk]))
    message = CitizenMessage.objects.get()
    assert message.received_note == "日期不详（按导入说明）"
    assert "日期不详（按导入说明）" in page(client, "interaction_messages:inspect", message.pk)


def test_past_answer__is_called_so_on_the_page_of_the_message(upload, cast, signed_in):
    upload(
        csv_of(HOTLINE, ticket(unit="区教委", received="2026-10-12", answer="已办", answered="2026-10-20"))
    )
    client = signed_in(cast.clerk)
    client.post(reverse("interaction_imports:confirm", args=[MessageImport.objects.get().pk]))
    text = page(client, "interaction_messages:inspect", CitizenMessage.objects.get().pk)
    assert "历史答复，据清单导入" in text
    assert "导入历史答复" in text


def test_report__is_downloaded_as_a_workbook(upload, cast, signed_in):
    upload()
    response = signed_in(cast.clerk).get(
        reverse("interaction_imports:report", args=[MessageImport.objects.get().pk])
    )
    assert "attachment" in response["Content-Disposition"]
    assert len(list(load_workbook(io.BytesIO(response.content)).active.values)) == 3


def test_long_list__shows_progress_without_any_script(upload, cast, signed_in):
    upload(csv_of(HOTLINE, *(ticket(f"W{one}") for one in range(40))))
    batch, client = MessageImport.objects.get(), signed_in(cast.clerk)
    client.post(reverse("interaction_imports:confirm", args=[batch.pk]))
    address = reverse("interaction_imports:inspect", args=[batch.pk])
    waiting = client.get(address)
    assert waiting["Refresh"] == "2"
    assert "正在排队等待导入" in waiting.content.decode()
    batch.refresh_from_db()
    work_off(batch.confirmed_at)
    assert "Refresh" not in client.get(address)
    assert CitizenMessage.objects.count() == 40


def test_page_of_a_list__takes_the_same_queries_for_many_lines_as_for_few(
    upload, cast, signed_in, django_assert_max_num_queries
):
    upload(csv_of(HOTLINE, *(ticket(f"W{one}") for one in range(120))))
    client, batch = signed_in(cast.clerk), MessageImport.objects.get()
    page(client, "interaction_imports:inspect", batch.pk)
    with django_assert_max_num_queries(25):
        assert "第 2 页，共 3 页" in page(client, "interaction_imports:inspect", batch.pk, p="2")


def test_unit__is_told_that_only_the_office_imports(upload, cast, signed_in):
    client = signed_in(cast.manager)
    assert client.get(reverse(NEW)).status_code == 403
    assert upload(person=cast.manager).status_code == 403
    upload()
    batch = MessageImport.objects.get()
    for name in ("inspect", "confirm", "drop", "report"):
        response = client.get(reverse(f"interaction_imports:{name}", args=[batch.pk]))
        assert response.status_code in (403, 404)
        assert "张某" not in response.content.decode()
    file = reverse("evidence_download", args=[batch.evidence_id])
    assert client.get(file).status_code in (403, 404)
    assert signed_in(cast.clerk).get(file).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        {"kind": "x"},
        {"unit": "99999"},
        {"undated": "2031-01-01"},
        {"undated": "x"},
        {"source": "web"},
        {"source": ""},
    ],
)
def test_hostile_choices__get_a_message_and_leave_nothing(upload, typed):
    assert upload(**typed).status_code in (200, 409)
    assert not MessageImport.objects.exists()


def test_receipts__are_made_on_screen_and_downloaded(upload, cast, signed_in):
    upload()
    client = signed_in(cast.clerk)
    client.post(reverse("interaction_imports:confirm", args=[MessageImport.objects.get().pk]))
    message = CitizenMessage.objects.get()
    actions.decline(message, why="不属于本级政府职责", by=cast.clerk, at=timezone.now())
    assert "已办结1件，其中1件尚未导出过回执" in page(client, "interaction_receipts:new")
    done = client.post(reverse("interaction_receipts:new"), {"source": "hotline", "which": "new"})
    made = ReceiptList.objects.get()
    assert done["Location"] == reverse("interaction_receipts:inspect", args=[made.pk])
    assert "推定" in page(client, "interaction_receipts:inspect", made.pk)
    assert "12345热线转办" in page(client, "interaction_receipts:index")
    file = client.get(reverse("evidence_download", args=[made.evidence_id]))
    assert b"".join(file.streaming_content if file.streaming else [file.content]).startswith(b"PK")
    again = client.post(reverse("interaction_receipts:new"), {"source": "hotline", "which": "new"})
    assert again.status_code == 409
    assert "没有新办结的留言" in again.content.decode()
    foreign = signed_in(cast.manager)
    assert foreign.get(reverse("interaction_receipts:new")).status_code == 403
    assert foreign.get(reverse("interaction_receipts:inspect", args=[made.pk])).status_code in (403, 404)
    assert foreign.get(reverse("evidence_download", args=[made.evidence_id])).status_code in (403, 404)


def test_overdue_list__is_shown_filtered_and_exported(cast, letter, signed_in):
    now = timezone.now()
    first = letter(received_at=now - timedelta(days=40), title="<i>路灯</i>不亮")
    letter(received_at=now - timedelta(days=40), title="停水", kind="complaint")
    letter(received_at=now, title="刚来的信")
    actions.forward(first, cast.units["jw"], by=cast.clerk, at=now)
    client = signed_in(cast.clerk)
    text = page(client, "interaction_overdue")
    for told in ("&lt;i&gt;路灯", "停水", "尚未办结", "个工作日", "按承办单位"):
        assert told in text
    assert "刚来的信" not in text
    filtered = page(client, "interaction_overdue", unit=str(cast.units["jw"].pk))
    assert "停水" not in filtered
    assert "停水" in page(client, "interaction_overdue", unit="none")
    assert "路灯" not in page(client, "interaction_overdue", kind="complaint", state="open")
    assert page(client, "interaction_overdue", unit="x", kind="'", p="zz")
    response = client.get(
        reverse("interaction_overdue"), {"export": "xlsx", "unit": str(cast.units["jw"].pk)}
    )
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert len(rows) == 2
    assert rows[1][4] == "<i>路灯</i>不亮"
    assert "至今未办结" in rows[1][11]


def test_overdue_list__shows_a_unit_its_own_and_nothing_of_others(cast, letter, signed_in):
    now = timezone.now()
    mine = letter(received_at=now - timedelta(days=40), title="路灯不亮")
    letter(received_at=now - timedelta(days=40), title="停水三天")
    actions.forward(mine, cast.units["jw"], by=cast.clerk, at=now)
    text = page(signed_in(cast.manager), "interaction_overdue")
    assert "路灯不亮" in text
    assert "停水三天" not in text
    assert "路灯不亮" not in page(signed_in(cast.neighbour), "interaction_overdue")
    exported = signed_in(cast.neighbour).get(reverse("interaction_overdue"), {"export": "xlsx"})
    assert len(list(load_workbook(io.BytesIO(exported.content)).active.values)) == 1


def test_overdue_list__takes_the_same_queries_for_many_as_for_few(
    cast, letter, signed_in, django_assert_max_num_queries
):
    for one in range(35):
        letter(
            received_at=timezone.now() - timedelta(days=40), title=f"第{one}件", body=f"第{one}件来信的内容"
        )
    client = signed_in(cast.clerk)
    page(client, "interaction_overdue")
    with django_assert_max_num_queries(25):
        assert page(client, "interaction_overdue").count("<details") >= 30
