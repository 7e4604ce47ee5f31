import io
from collections import Counter
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from zhengtong.duties.models import Unit
from zhengtong.engine.evidence.access import may_see
from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.evidence.queries import exhibits_of
from zhengtong.engine.jobs.actions import claim, run, work_off
from zhengtong.engine.jobs.models import Job
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.refusals import Refusal, Refused
from zhengtong.registry import actions
from zhengtong.registry.actions import imports
from zhengtong.registry.importing.saying import Options
from zhengtong.registry.importing.words import bare, day_of, words
from zhengtong.registry.models import Channel, ImportState, RegisterImport, RegisterImportLine, Verdict
from zhengtong.registry.models.imports import BY_NAME
from zhengtong.registry.screens.reports import report
from zhengtong.registry.tests.conftest import account_told, case_for
from zhengtong.registry.tests.lists import csv_of, xlsx_of

pytestmark = pytest.mark.django_db
HEAD = ("类别", "平台", "名称", "主办单位", "访问地址", "账号标识", "开通日期")


@pytest.fixture
def read(clerk, at):
    def read_list(*rows, name="清单.csv", by=None, **options):
        return actions.read_list(csv_of(*rows), name, Options(**options), by=by or clerk, at=at)

    return read_list


@pytest.fixture
def enter(clerk, at):
    def confirm(batch):
        done = actions.confirm_list(batch, by=clerk, at=at)
        work_off(at)
        done.refresh_from_db()
        return done

    return confirm


def account(name, handle, host="区教委", platform="抖音", **more):
    return ("新媒体账号", platform, name, host, more.get("url", ""), handle, more.get("opened", ""))


def verdicts(batch):
    return {line.number: line.outcome or line.foreseen for line in batch.lines.all()}


def codes(batch, number):
    line = batch.lines.get(number=number)
    return {one["code"] for one in (line.result or line.told)["refusals"]}


# The dry run


def test_dry_run__foresees_each_line_and_saves_none(read, account, clerk, at):
    batch = read(
        ("名称", "平台", "微信号", "单位", "开通时间"),
        ("北碚区教委", "微信公众号", "beibei_jw_demo", "区教委", ""),
        ("北碚教育", "微信", "beibei_jw_demo2", "区教委", ""),
        ("北碚教育视频", "抖音", "MS4wDemo1", "区教委", "2020/3/1"),
    )
    assert verdicts(batch) == {2: Verdict.SAME, 3: Verdict.REFUSED, 4: Verdict.NEW}
    assert codes(batch, 3) == {"second_account"}
    assert Channel.objects.count() == 1
    assert batch.state == ImportState.READY
    assert [one.label for one in exhibits_of(batch)] == ["导入原件"]


def test_correction__names_the_fields_with_old_and_new(read, account, enter):
    batch = read(
        ("账号标识", "平台", "名称", "功能", "备注"),
        ("beibei_jw_demo", "微信公众号", "北碚教委", "信息发布、互动交流", "核对"),
    )
    told = batch.lines.get().told["changes"]
    assert [(one["label"], one["old"], one["new"]) for one in told] == [
        ("名称", "北碚区教委", "北碚教委"), ("功能", "信息发布、办事服务", "信息发布、互动交流"), ("备注", "", "核对"),
    ]  # fmt: skip
    assert verdicts(enter(batch)) == {2: Verdict.CORRECTED}
    account.refresh_from_db()
    assert (account.name, account.functions) == ("北碚教委", ["publish", "interaction"])
    line = Entry.objects.get(verb="channel.corrected")
    assert line.data["reason"] == "导入台账“清单.csv”第2行"


def test_blank_cells__empty_nothing(read, account):
    batch = read(HEAD, ("", "微信公众号", "", "", "", "beibei_jw_demo", ""))
    assert verdicts(batch) == {2: Verdict.SAME}


def test_refusal__names_every_reason_with_its_clause(read):
    batch = read(
        (*HEAD, "功能", "ICP备案编号"),
        ("网站", "", "", "没有的单位", "www.example.gov.cn", "", "2018.5", "唱歌", "蜀ICP备1号"),
    )
    assert codes(batch, 2) == {
        "name_empty", "host_unknown", "url_malformed", "opened_on_unreadable", "function_unknown", "icp_malformed",
    }  # fmt: skip
    assert all(one["clause"] for one in batch.lines.get().told["refusals"])


def test_line_that_repeats_another__is_refused_whatever_else_it_says(read, education):
    site = ("网站", "", "教委网", "区教委", "https://jw.beibei.gov.cn/", "", "")
    batch = read(HEAD, site, ("网站", "", "另一名", "区教委", "http://jw.beibei.gov.cn", "", ""))
    assert verdicts(batch) == {2: Verdict.NEW, 3: Verdict.REFUSED}
    assert codes(batch, 3) == {"line_repeated"}


def test_lines__meet_what_the_lines_before_would_enter(read, education):
    batch = read(
        (*HEAD, "域名"),
        (*account("教委甲", "a_demo"), ""),
        (*account("教委乙", "b_demo"), ""),
        ("网站", "", "教委网", "区教委", "https://jw.beibei.gov.cn/", "", "", "jw.beibei.gov.cn"),
        ("网站", "", "教委二网", "区教委", "https://jw2.beibei.gov.cn/", "", "", "jw.beibei.gov.cn"),
    )
    assert verdicts(batch) == {2: Verdict.NEW, 3: Verdict.REFUSED, 4: Verdict.NEW, 5: Verdict.REFUSED}
    assert (codes(batch, 3), codes(batch, 5)) == ({"second_account"}, {"identifier_of_another"})


def test_host_kind_and_platform__of_a_registered_channel_change_by_procedure_only(read, account, health):
    batch = read(
        ("类别", "平台", "名称", "主办单位", "登记编号"),
        ("网站", "", "北碚区教委", "区卫生健康委", account.code),
        ("", "抖音", "北碚区教委", "", account.code),
    )
    assert codes(batch, 2) == {"by_procedure_only"}
    assert "主办单位、类别" in batch.lines.get(number=2).told["refusals"][0]["message"]
    assert codes(batch, 3) == {"by_procedure_only"}


def test_closed_channel__is_not_opened_again_by_a_list(read, account, clerk, at):
    actions.set_state(
        account,
        "cancelled",
        case=case_for(account, at),
        by=clerk,
        at=at,
        acting_as="",
        reason="停",
        closed_on=date(2026, 1, 1),
    )
    batch = read(HEAD, ("", "微信公众号", "北碚区教委", "区教委", "", "beibei_jw_demo", ""))
    assert codes(batch, 2) == {"channel_gone"}


def test_defaults__hold_for_what_the_list_does_not_say(read, education):
    batch = read(("name", "url"), ("教委网", "https://jw.beibei.gov.cn"), kind="site", host=str(education.pk))
    assert verdicts(batch) == {2: Verdict.NEW}
    assert batch.lines.get().told["host"] == education.name
    assert verdicts(read(("name", "account_id"), ("教委", "jw_demo"), platform="douyin", kind="account", host=str(education.pk))) == {
        2: Verdict.NEW
    }  # fmt: skip


def test_dry_run__asks_the_database_as_little_for_many_lines_as_for_few(
    clerk, at, education, django_assert_max_num_queries
):
    rows = [(f"网站{number}", f"https://a{number}.beibei.gov.cn/") for number in range(300)]
    with django_assert_max_num_queries(30):
        actions.read_list(
            csv_of(("名称", "网址"), *rows), "a.csv", Options(kind="site", host=str(education.pk)), by=clerk, at=at
        )  # fmt: skip


# Entering


def test_confirmed_list__enters_the_good_lines_with_identifiers_and_keeps_a_result_for_each(
    read, enter, education, account, at
):
    batch = enter(
        read(
            (*HEAD, "域名", "ICP备案号", "标识取得日期", "认证主体"),
            ("网站", "", "教委网", "区教委", "https://jw.beibei.gov.cn/", "", "2018年1月2日", "jw.beibei.gov.cn",
             "渝ICP备00000001号", "", ""),
            ("", "微信公众号", "", "", "", "beibei_jw_demo", "", "", "", "2020-01-01", education.name),
            ("网站", "", "", "", "", "", "", "", "", "", ""),
        )
    )  # fmt: skip
    assert batch.state == ImportState.DONE
    assert verdicts(batch) == {2: Verdict.NEW, 3: Verdict.CORRECTED, 4: Verdict.REFUSED}
    site = Channel.objects.get(kind="site")
    assert {(one.kind, one.value, one.valid_from) for one in site.identifiers.all()} == {
        ("domain", "jw.beibei.gov.cn", date(2018, 1, 2)), ("icp", "渝ICP备00000001号", date(2018, 1, 2)),
    }  # fmt: skip
    assert account.identifiers.get().valid_from == date(2020, 1, 1)
    assert [line.channel for line in batch.lines.all()] == [site, account, None]
    assert {one.verb for one in Entry.objects.filter(subject_type="registry.registerimport")} == {
        "register.list_read", "register.list_confirmed", "register.list_entered",
    }  # fmt: skip


def test_unknown_host__is_opened_once_with_the_first_line_that_needs_it(read, enter, office):
    rows = (
        HEAD,
        account("档案馆", "dag_a", "北碚区档案馆", "微博"),
        account("档案馆", "dag_b", "北碚区档案馆"),
    )
    assert {codes(read(*rows), number) == {"host_unknown"} for number in (2, 3)} == {True}
    batch = enter(read(*rows, opens_units=True))
    assert verdicts(batch) == {2: Verdict.NEW, 3: Verdict.NEW}
    unit = Unit.objects.get(name="北碚区档案馆")
    assert (unit.code, unit.kind, unit.channels.count()) == ("dw0001", "other", 2)


def test_host_by_name__is_what_the_line_calls_the_channel(read, enter):
    batch = enter(read(("name", "url"), ("某区", "http://www.mouqu.gov.cn"), kind="site", host=BY_NAME, opens_units=True))  # fmt: skip
    assert verdicts(batch) == {2: Verdict.NEW}
    renamed = read(("name", "url"), ("某新区", "http://www.mouqu.gov.cn"), kind="site", host=BY_NAME)
    assert verdicts(renamed) == {2: Verdict.CORRECTED}


def test_list__entered_twice_changes_nothing(read, enter, education):
    rows = (HEAD, account("教委", "a_demo", opened="2020-01-02"))
    enter(read(*rows))
    again = read(*rows)
    assert verdicts(again) == {2: Verdict.SAME}
    with pytest.raises(Refused) as refused:
        actions.confirm_list(again, by=again.uploaded_by, at=again.uploaded_at)
    assert refused.value.codes == {"nothing_to_enter"}


def test_second_click__is_refused_and_enters_nothing_twice(read, enter, education, clerk, at):
    batch = read(HEAD, account("教委", "a_demo"))
    enter(batch)
    with pytest.raises(Refused) as refused:
        actions.confirm_list(batch, by=clerk, at=at)
    assert "list_not_ready" in refused.value.codes
    imports.enter_list(batch, at=at)
    imports.enter_list(RegisterImport.objects.get(pk=batch.pk), at=at)
    assert Channel.objects.count() == 1
    assert Entry.objects.filter(verb="register.list_entered").count() == 1


@pytest.fixture
def long_list(read, education, monkeypatch):
    """Forty lines, of which the last repeats the first, entered by the worker in pieces of ten."""
    monkeypatch.setattr(imports, "PIECE", 10)
    rows = [
        ("网站", "", f"网站{one}", "区教委", f"https://a{one}.beibei.gov.cn/", "", "") for one in range(39)
    ]
    return read(HEAD, *rows, ("网站", "", "改名", "区教委", "https://a0.beibei.gov.cn", "", ""))


def test_killed_worker__goes_on_where_it_stopped(long_list, clerk, at, monkeypatch):
    batch = actions.confirm_list(long_list, by=clerk, at=at)
    assert batch.state == ImportState.ENTERING
    entered, real = Counter(), imports.register

    def dies(*args, **kwargs):
        entered["begun"] += 1
        if entered["begun"] == 25:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(imports, "register", dies)
    job = claim("worker", at)
    with pytest.raises(KeyboardInterrupt):
        run(job, at)
    assert Channel.objects.count() == batch.lines.exclude(outcome="").count() == 20
    Job.objects.filter(pk=job.pk).update(state="waiting")
    monkeypatch.setattr(imports, "register", real)
    work_off(at)
    batch.refresh_from_db()
    assert (batch.state, Channel.objects.count()) == (ImportState.DONE, 39)
    assert Counter(batch.lines.values_list("outcome", flat=True)) == {Verdict.NEW: 39, Verdict.REFUSED: 1}
    assert codes(batch, 41) == {"line_repeated"}
    assert Channel.objects.get(url="https://a0.beibei.gov.cn/").name == "网站0"


def test_long_list__shows_progress_and_tells_who_confirmed_it(long_list, clerk, at, monkeypatch):
    seen = []
    monkeypatch.setattr(
        imports, "report_progress", lambda job, percent, note, now: seen.append((percent, note))
    )
    actions.confirm_list(long_list, by=clerk, at=at)
    assert not Channel.objects.exists()
    work_off(at)
    assert (25, "已处理10行，共40行") in seen
    assert clerk.messages.filter(subject__contains="已导入台账").count() == 1


def test_what_a_verb_refuses__leaves_nothing_of_the_line_and_the_next_goes_on(
    read, enter, education, clerk, at, monkeypatch
):
    """Somebody registers the same account between the dry run and the entering, too late for the judgement."""
    batch = read(HEAD, account("档案馆", "a_demo", "北碚区档案馆"), account("档案馆", "b_demo", "北碚区档案馆", "微博"), opens_units=True)  # fmt: skip
    real = imports.register

    def overtaken(told, **kwargs):
        if told.handle == "a_demo":
            raise Refused([Refusal("handle_taken", "该账号标识已登记。", "4.1")])
        return real(told, **kwargs)

    monkeypatch.setattr(imports, "register", overtaken)
    done = enter(batch)
    assert verdicts(done) == {2: Verdict.REFUSED, 3: Verdict.NEW}
    assert codes(done, 2) == {"handle_taken"}
    assert list(Unit.objects.filter(kind="other").values_list("code", flat=True)) == ["dw0002"]


def test_what_changed_since_the_dry_run__is_judged_again(read, enter, education, clerk, at):
    batch = read(HEAD, account("教委", "a_demo"))
    other = account_told(platform="douyin", handle="other_demo")
    actions.register(other, host=education, by=clerk, at=at)
    done = enter(batch)
    assert verdicts(done) == {2: Verdict.REFUSED}
    assert codes(done, 2) == {"second_account"}


def test_clerk_whose_account_was_closed__enters_nothing_more(long_list, clerk, at):
    actions.confirm_list(long_list, by=clerk, at=at)
    type(clerk).objects.filter(pk=clerk.pk).update(is_active=False)
    work_off(at)
    assert not Channel.objects.exists()
    assert codes(long_list, 2) == {"not_the_office"}


def test_dropped_list__cannot_be_confirmed_and_its_file_stays(read, education, clerk, at):
    batch = actions.drop_list(read(HEAD, account("教委", "a_demo")), by=clerk, at=at)
    with pytest.raises(Refused):
        actions.confirm_list(batch, by=clerk, at=at)
    with pytest.raises(Refused):
        actions.drop_list(batch, by=clerk, at=at)
    assert exhibits_of(batch).exists()
    assert not Channel.objects.exists()


@pytest.mark.parametrize("verb", ["confirm_list", "drop_list"])
def test_others_than_the_office__do_nothing_with_a_list(read, manager, education, at, verb):
    batch = read(HEAD, account("教委", "a_demo"))
    with pytest.raises(Refused) as refused:
        getattr(actions, verb)(batch, by=manager, at=at)
    assert "not_the_office" in refused.value.codes
    with pytest.raises(Refused):
        read(HEAD, account("教委", "a_demo"), by=manager)
    evidence = exhibits_of(batch).get()
    assert not may_see(manager, evidence.subject_type, evidence.subject_id)


# What cannot be read


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("甲", "乙"), ("一", "二")], "headings_missing"),
        ([("名称", "网站名称", "网址"), ("一", "二", "三")], "headings_twice"),
        ([("名称", "网址")], "import.no_lines"),
        ([], "import.unreadable"),
    ],
)
def test_list_without_sense__is_refused_and_nothing_is_kept(read, rows, code):
    with pytest.raises(Refused) as refused:
        read(*rows)
    assert refused.value.codes == {code}
    assert not RegisterImport.objects.exists()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("name", ["清单.xls", "清单.txt", "清单"])
def test_file_of_another_kind__is_refused_and_nothing_is_kept(clerk, at, name, read):
    with pytest.raises(Refused):
        read(HEAD, account("教委", "a_demo"), name=name)
    assert not Evidence.objects.exists()


def test_heading__may_stand_below_a_title_and_in_another_sheet(clerk, education, at):
    def more(book, sheet):
        sheet.merge_cells("A1:D1")
        book.create_sheet("说明", 0)["A1"] = "填表说明"

    data = xlsx_of(("政务新媒体清单",), (), ("序号", "* 账号名称（全称）", "平台", "账号ID", "主办单位"),
                   (1, "教委", "抖音", 12345678, "区教委"), change=more)  # fmt: skip
    batch = actions.read_list(data, "清单.xlsx", Options(), by=clerk, at=at)
    assert (batch.sheet, batch.ignored, verdicts(batch)) == ("Sheet", ["序号"], {4: Verdict.NEW})
    assert any("填表" in one or "说明" in one for one in batch.remarks)


def test_merged_host__holds_for_each_of_its_lines(clerk, education, at):
    data = xlsx_of(
        ("主办单位", "平台", "账号名称", "账号标识"), ("区教委", "抖音", "教委", "a_demo"), (None, "微博", "教委", "1000000009"),
        change=lambda book, sheet: sheet.merge_cells("A2:A3"),
    )  # fmt: skip
    assert verdicts(actions.read_list(data, "a.xlsx", Options(), by=clerk, at=at)) == {
        2: Verdict.NEW,
        3: Verdict.NEW,
    }


@pytest.mark.parametrize(
    ("text", "day"),
    [("2016-09-01", date(2016, 9, 1)), ("2016/9/1", date(2016, 9, 1)), ("2016.9.1", date(2016, 9, 1)), ("20160901", date(2016, 9, 1)),
     ("２０１６年９月１日", date(2016, 9, 1)), ("42614", date(2016, 9, 1)), ("2016年9月", None), ("2016-02-30", None), ("明天", None)],
)  # fmt: skip
def test_days__as_lists_write_them(text, day):
    found, why = day_of(text)
    assert (found, bool(why)) == (day, day is None)


def test_wordings__mean_one_thing_each():
    for group in words().values():
        said = [bare(one) for wordings in group.values() for one in set(map(bare, wordings))]
        assert len(said) == len(set(said))


# The report


def sheet_of(batch):
    return [list(row) for row in load_workbook(io.BytesIO(report(batch).content)).active.iter_rows()]


def test_report__tells_each_line_and_is_inert(read, education):
    batch = read(
        (*HEAD, "备注"),
        (*account("=HYPERLINK(教委)", "a_demo"), "=cmd|'/c calc'!A1"),
        (*account("", ""), "@x"),
    )
    head, *lines = sheet_of(batch)
    assert [cell.value for cell in head][:3] == ["行号", "处理", "登记编号"]
    assert [line[0].value for line in lines] == [2, 3]
    assert [line[1].value for line in lines] == ["登记", "不能导入"]
    assert "（1.2）" in lines[1][4].value
    assert all(cell.data_type != "f" for line in lines for cell in line)
    assert "'=cmd|'/c calc'!A1" in [cell.value for cell in lines[0]]


def test_report__can_be_uploaded_again(read, enter, education, clerk, at):
    batch = enter(
        read(
            (*HEAD, "备注"),
            (*account("=北碚(教委)", "a_demo", opened="2020-01-02"), "@备注"),
            account("", ""),
        )
    )
    assert sheet_of(batch)[1][2].value == Channel.objects.get().code
    again = actions.read_list(report(batch).content, "报告.xlsx", Options(), by=clerk, at=at)
    assert verdicts(again) == {2: Verdict.SAME, 3: Verdict.REFUSED}


def test_long_cell__refuses_its_line_and_is_told_shortened(read, education):
    batch = read((*HEAD, "备注"), (*account("长" * 10_000, "a_demo"), "注" * 10_000))
    line = batch.lines.get()
    assert codes(batch, 2) == {"name_too_long", "note_too_long"}
    assert len(line.told["name"]) < 100
    assert len(line.said["note"]) == 2001


def test_hidden_characters__are_not_part_of_a_name(read, enter, education):
    enter(read(HEAD, account("教\u202e委\u200b", "a_\u2066demo")))
    made = Channel.objects.get()
    assert (made.name, made.handle) == ("教委", "a_demo")


# What the database refuses


def test_database__refuses_a_line_twice_and_an_outcome_without_its_channel(read, education):
    batch = read(HEAD, account("教委", "a_demo"))
    line = batch.lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterImportLine.objects.create(batch=batch, number=line.number, foreseen=Verdict.NEW)
    for wrong in ({"outcome": "new", "result": {}}, {"outcome": "refused"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RegisterImportLine.objects.filter(pk=line.pk).update(**wrong)
    for wrong in ({"state": "entering"}, {"state": "done"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RegisterImport.objects.filter(pk=batch.pk).update(**wrong)
