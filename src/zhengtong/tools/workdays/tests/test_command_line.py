import subprocess
import sys
from pathlib import Path

import pytest

from zhengtong.tools.workdays.__main__ import main

from .conftest import FIXED_2027

SRC = Path(__file__).parents[4]


def test_module__runs_without_django_and_explains_a_deadline():
    command = "import runpy, sys; sys.argv[1:] = ['2023-01-20', '--add', '2']\n"
    command += "try: runpy.run_module('zhengtong.tools.workdays', run_name='__main__')\n"
    command += "except SystemExit as end: assert end.code == 0\n"
    command += "assert 'django' not in sys.modules"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", command],
        cwd=SRC,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "应于2023年1月29日（星期日）24时前完成"


@pytest.mark.parametrize(
    ("arguments", "last_line"),
    [
        ("2026-12-20 --add-calendar 30", "应于2027年1月19日（星期二）24时前完成"),
        (
            "--between 2026-02-13 2026-02-28",
            "2026年2月13日（星期五）至2026年2月28日（星期六）共6个工作日（起始当日不计，截止当日计入）",
        ),
        ("--between 2026-12-20 2027-01-10", "2027年节假日安排尚未公布，本结果为暂定，公布后请重新计算"),
        ("2026-02-14", "依据：https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"),
        ("2027-01-01", "2027年节假日安排尚未公布，本结果为暂定，公布后请重新计算"),
    ],
)
def test_command__prints_the_answer_in_chinese(capsys, arguments, last_line):
    assert main(arguments.split()) == 0
    assert capsys.readouterr().out.splitlines()[-1] == last_line


def test_help__is_in_chinese(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("用法：\n")


def test_single_day__is_judged_with_its_reason(capsys):
    main(["2026-02-14"])
    assert capsys.readouterr().out.splitlines()[0] == "2026年2月14日（星期六）：工作日（调休上班）"


def test_calendar_folder__publishes_a_year(capsys, year_file):
    own = year_file(2027, [*FIXED_2027, "2027-01-04"])
    assert main(["2026-12-31", "--add", "1", "--calendar-folder", str(own)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "应于2027年1月5日（星期二）24时前完成"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("", "请给出一个日期"),
        ("2023-13-01 --add 2", "“2023-13-01”不是有效日期"),
        ("2023/1/20 --add 2", "“2023/1/20”不是有效日期"),
        ("2023-01-20 --add two", "“two”不是有效天数"),
        ("2023-01-20 --add 0", "天数应在1至3660之间"),
        ("2023-01-20 --add=-1", "“-1”不是有效天数"),
        ("2023-01-20 --add", "参数 --add 填写有误"),
        ("2023-01-20 --add 1 --add-calendar 2", "请给出一个日期"),
        ("2023-01-20 --between 2023-01-20 2023-01-21", "请给出一个日期"),
        ("--between 2023-01-20", "参数 --between 填写有误"),
        ("--between 2023-01-21 2023-01-20", "早于起始日期"),
        ("2023-01-20 --fast", "参数 --fast 填写有误"),
        ("2006-01-20 --add 1", "工作日历自2007年起"),
        ("2023-01-20 --add 1 --calendar-folder /nowhere/at/all", "日历文件夹不存在"),
    ],
)
def test_bad_input__ends_with_code_2_and_a_clear_message(capsys, arguments, message):
    assert main(arguments.split()) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("错误：")
    assert message in shown.err
    assert "argument" not in shown.err.split("用法")[0]
