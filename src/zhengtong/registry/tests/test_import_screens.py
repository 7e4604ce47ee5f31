import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from zhengtong.engine.jobs.actions import work_off
from zhengtong.registry.models import Channel, RegisterImport
from zhengtong.registry.tests.lists import csv_of, xlsx_of
from zhengtong.registry.tests.test_screens import page, plain_statics, signed_in  # noqa: F401

pytestmark = pytest.mark.django_db
NEW = "registry_imports:new"
ROWS = (
    ("类别", "平台", "名称", "主办单位", "账号标识"),
    ("新媒体账号", "抖音", "教委<b>抖音</b>", "区教委", "a_demo"),
    ("新媒体账号", "抖音", "", "没有的单位", "b_demo"),
)


@pytest.fixture
def upload(clerk, signed_in):  # noqa: F811
    def send(data=None, name="清单.csv", person=None, **typed):
        file = SimpleUploadedFile(name, csv_of(*ROWS) if data is None else data)
        return signed_in(person or clerk).post(reverse(NEW), typed | {"file": file})

    return send


def test_upload__leads_to_the_dry_run_and_confirming_enters_the_list(upload, clerk, education, signed_in):  # noqa: F811
    response = upload()
    batch = RegisterImport.objects.get()
    assert (response.status_code, response["Location"]) == (
        302,
        reverse("registry_imports:inspect", args=[batch.pk]),
    )
    client = signed_in(clerk)
    text = page(client, "registry_imports:inspect", batch.pk)
    for told in ("预演结果", "尚未登记任何内容", "教委&lt;b&gt;抖音", "请填写名称", "尚未登记，请先登记单位"):
        assert told in text
    assert "教委&lt;b&gt;抖音" not in page(client, "registry_imports:inspect", batch.pk, show="refused")
    assert "登记1行，不能导入1行" in page(client, "registry_imports:confirm", batch.pk)
    assert not Channel.objects.exists()
    done = client.post(reverse("registry_imports:confirm", args=[batch.pk]))
    assert done.status_code == 302
    assert Channel.objects.count() == 1
    text = page(client, "registry_imports:inspect", batch.pk)
    assert "导入结果" in text
    assert reverse("registry_channels:inspect", args=[Channel.objects.get().pk]) in text
    again = client.post(reverse("registry_imports:confirm", args=[batch.pk]))
    assert again.status_code == 403
    assert "不能再次确认" in again.content.decode()
    assert Channel.objects.count() == 1


def test_report__is_downloaded_as_a_workbook(upload, clerk, education, signed_in):  # noqa: F811
    upload()
    batch = RegisterImport.objects.get()
    response = signed_in(clerk).get(reverse("registry_imports:report", args=[batch.pk]))
    assert "attachment" in response["Content-Disposition"]
    assert len(list(load_workbook(io.BytesIO(response.content)).active.values)) == 3


def test_long_list__shows_progress_without_any_script(upload, clerk, education, signed_in, at):  # noqa: F811
    rows = [("网站", "", f"网站{one}", "区教委", "", f"https://a{one}.beibei.gov.cn/") for one in range(40)]
    upload(csv_of((*ROWS[0], "网址"), *rows))
    batch, client = RegisterImport.objects.get(), signed_in(clerk)
    client.post(reverse("registry_imports:confirm", args=[batch.pk]))
    address = reverse("registry_imports:inspect", args=[batch.pk])
    waiting = client.get(address)
    assert waiting["Refresh"] == "2"
    assert "正在排队等待导入" in waiting.content.decode()
    batch.refresh_from_db()
    work_off(batch.confirmed_at)
    done = client.get(address)
    assert "Refresh" not in done
    assert Channel.objects.count() == 40


def test_unit__is_told_that_only_the_office_imports(upload, manager, education, signed_in):  # noqa: F811
    client = signed_in(manager)
    refused = client.get(reverse(NEW))
    assert refused.status_code == 403
    assert "由区政府办公室经办人员登记" in refused.content.decode()
    assert upload(person=manager).status_code == 403
    upload()
    batch = RegisterImport.objects.get()
    for name in ("inspect", "confirm", "drop", "report"):
        response = client.get(reverse(f"registry_imports:{name}", args=[batch.pk]))
        assert response.status_code in (403, 404)
        assert "教委" not in response.content.decode().replace("演示·区教委", "")


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "a.csv", "空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "旧版 Office 格式"),
        (xlsx_of(["a"])[:300], "a.xlsx", "损坏"),
        ("甲,乙\n一,二".encode(), "a.csv", "没有找到标题行"),
        (csv_of(*ROWS), "a.xlsx", "只能导入 .xlsx 表格和 .csv 文件"),
    ],
)
def test_what_cannot_be_read__is_refused_in_words_and_leaves_nothing(upload, data, name, told):
    response = upload(data, name)
    assert response.status_code in (200, 409)
    assert told in response.content.decode()
    assert not RegisterImport.objects.exists()


@pytest.mark.parametrize(
    "typed", [{"kind": "nonsense"}, {"host": "999999"}, {"platform": "x"}, {"host": "1 or 1=1"}]
)
def test_hostile_options__get_a_message_and_leave_nothing(upload, typed):
    assert upload(**typed).status_code == 200
    assert not RegisterImport.objects.exists()


def test_exported_register__comes_back_without_a_change(account, portal, upload, clerk, signed_in, at):  # noqa: F811
    exported = signed_in(clerk).get(reverse("registry_channels:index"), {"export": "xlsx"}).getvalue()
    upload(exported, "台账.xlsx")
    batch = RegisterImport.objects.get()
    assert set(batch.lines.values_list("foreseen", flat=True)) == {"same"}
    assert batch.count == 2


def test_page__takes_the_same_queries_for_many_lines_as_for_few(
    upload,
    clerk,
    education,
    signed_in,  # noqa: F811
    django_assert_max_num_queries,
):
    rows = [("网站", "", f"网站{one}", "区教委", "", f"https://a{one}.beibei.gov.cn/") for one in range(120)]
    upload(csv_of((*ROWS[0], "网址"), *rows))
    client, batch = signed_in(clerk), RegisterImport.objects.get()
    page(client, "registry_imports:inspect", batch.pk)
    with django_assert_max_num_queries(25):
        text = page(client, "registry_imports:inspect", batch.pk, p="2")
    assert "第 2 页，共 3 页" in text
