import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pytest

from zhengtong.tools.documents.forms import Grid, NoChineseFont, OpinionBox, Pair, Paragraphs, as_pdf, pdf
from zhengtong.tools.documents.forms.fonts import chosen
from zhengtong.tools.documents.tests.form_samples import (
    NASTY,
    REASON,
    application,
    blank,
    hostile,
    record,
    request,
)


@pytest.fixture(autouse=True)
def _chinese_font(request):
    if request.node.name.startswith("test_fonts"):
        return
    try:
        chosen(pdf.families())
    except NoChineseFont:
        pytest.skip("no Chinese font on this machine (Debian: fonts-noto-cjk)")


def pages_of(data):
    return int(re.search(rb"/Type/Pages/Count (\d+)", data)[1])


def read_by_poppler(data, option):
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    made = subprocess.run([tool, option, "-", "-"], input=data, capture_output=True, check=True, timeout=60)
    return made.stdout.decode()


def text_of(data):
    """What a reader can copy, without blanks; skips where poppler is missing."""
    return re.sub(r"\s", "", read_by_poppler(data, "-layout"))


@pytest.mark.parametrize("paper", [application(), blank(), record(), request(), hostile()])
def test_pdf__same_form_gives_the_same_bytes(paper):
    made = as_pdf(paper)
    assert made.startswith(b"%PDF-1.7")
    assert as_pdf(paper) == made


def test_pdf__bears_the_date_of_the_form_and_no_other():
    assert b"(D:20240506000000Z)" in as_pdf(application())
    assert b"(D:20000101000000Z)" in as_pdf(application(dated=None))


def test_pdf__embeds_every_font_and_names_no_author():
    made = as_pdf(application())
    descriptors = re.findall(rb"/Type/FontDescriptor.*?>>", made, re.DOTALL)
    assert descriptors
    assert all(b"/FontFile" in one for one in descriptors)
    assert b"/Author" not in made
    assert "/Title<FEFF" + "政府网站开办申请表".encode("utf-16-be").hex().upper() in made.decode("latin-1")


def test_pdf__application_fits_one_page_of_a4():
    made = as_pdf(application())
    assert pages_of(made) == pages_of(as_pdf(blank())) == 1
    width, height = re.search(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", made).groups()
    assert (round(float(width)), round(float(height))) == (595, 842)


def test_pdf__says_all_that_the_form_says():
    text = text_of(as_pdf(application()))
    for words in (
        "编号：演示网申〔2024〕1号",
        "填表日期：2024年5月6日",
        "开办理由",
        "√责任分工",
        "安全防护措施（含安全检测报告）",
        "2.责任分工表",
        "签字（盖章）：演示·主要负责人（主要负责人）",
        "文号：演示府办函〔2024〕12号",
        "注：1.政府网站须经批准后方可开设。（依据：办法3.5）",
        "—1—",
    ):
        assert words in text
    assert "None" not in text


def test_pdf__nothing_known_is_blanks_to_fill_in():
    text = text_of(as_pdf(blank()))
    assert text.count("签字（盖章）：") == 3
    assert text.count("年月日") == 4
    assert "None" not in text
    assert "√" not in text


def test_pdf__long_table_repeats_its_header_and_loses_no_row():
    made = as_pdf(record())
    text = text_of(made)
    assert pages_of(made) > 2
    assert text.count("序号时间事项经办人") == pages_of(made)
    assert all(f"第{at}项" in text for at in range(1, 61))
    assert f"—{pages_of(made)}—" in text


def test_pdf__long_opinion_breaks_across_pages_and_is_signed_at_its_end():
    box = OpinionBox("审核意见", "\n".join(f"第{at}段，{REASON}" for at in range(40)), "演示区演示局")
    made = as_pdf(application(sections=(box,), foot=()))
    text = text_of(made)
    assert pages_of(made) > 2
    assert all(f"第{at}段，" in text for at in range(40))
    assert text.index("第39段") < text.index("签字（盖章）")


def test_pdf__letter_has_all_its_parts():
    text = text_of(as_pdf(request()))
    places = [
        text.index(words)
        for words in (
            "签发人：演示·签发人",
            "关于开办演示区演示服务网的请示",
            "演示市人民政府办公厅：",
            "一、拟开办网站的基本情况",
            "妥否，请批示。",
            "附件：1.政府网站开办申请表",
            "2024年5月10日",
            "（联系人：",
            "抄送：演示区委网信办，演示区委编办。",
        )
    ]
    assert places == sorted(places)


def test_pdf__hostile_text_is_shown_and_never_run():
    text = text_of(as_pdf(hostile()))
    for word in NASTY:
        assert re.sub(r"\s", "", word) in text
    assert "root:" not in text


@pytest.mark.parametrize(
    "word", [*NASTY, "\x00\x1b[31m", "\ud800", "\u202e反", "😀𠮷", "a" * 3000, "http://x/" + "y" * 500]
)
def test_pdf__any_text_can_be_set_alone(word):
    paper = application(
        title=word, number=word, head=(), sections=(OpinionBox(word, word, word, word, word, None, word),)
    )
    assert as_pdf(paper).startswith(b"%PDF")


def test_pdf__long_words_are_broken_within_the_margins_and_can_be_copied_whole():
    digest, address = "a1b2c3d4" * 20, "https://www.example.gov.cn/" + "x" * 90
    paper = application(
        head=(Pair("摘要", digest), Pair("y" * 40, "z" * 30), Pair("短", "短")),
        sections=(
            OpinionBox("意见", address),
            Grid(("甲", "乙"), (("k" * 60, "1"),), (1, 4)),
            Paragraphs((address,)),
        ),
    )
    made = as_pdf(paper)
    edges = [float(one) for one in re.findall(r'xMax="([\d.]+)"', read_by_poppler(made, "-bbox"))]
    assert max(edges) <= (210 - 27) / 25.4 * 72 + 1
    copied = re.sub(r"\s", "", read_by_poppler(made, "-raw"))
    assert digest in copied
    assert copied.count(address) == 2


def test_pdf__template_reads_nothing_and_runs_nothing():
    template = pdf.TEMPLATE.read_text(encoding="utf-8")
    code = "\n".join(line for line in template.splitlines() if not line.startswith("//"))
    assert not re.search(r"\b(import|include|eval|read|image|plugin|csv|yaml|toml|xml|cbor)\b", code)
    assert re.findall(r"\bjson\(.*", code) == ["json(bytes(sys.inputs.form))"]


def test_pdf__a_day_more_is_another_file():
    assert as_pdf(application()) != as_pdf(replace(application(), dated=date(2024, 5, 7)))


def test_fonts__best_installed_one_of_each_role_is_taken():
    made = chosen(["DejaVu Sans", "Noto Serif CJK SC", "Noto Sans CJK SC", "fangsong", "Liberation Serif"])
    assert (made.title, made.body, made.heading) == ("Noto Serif CJK SC", "fangsong", "Noto Sans CJK SC")
    assert made.latin == "Liberation Serif"
    only = chosen(["WenQuanYi Zen Hei"])
    assert {only.title, only.body, only.heading, only.second} == {"WenQuanYi Zen Hei"}
    assert only.latin == ""


@pytest.mark.parametrize("installed", [[], ["DejaVu Sans", "Noto Sans CJK JP"]])
def test_fonts__without_a_chinese_one_the_person_is_told_what_to_do(installed, monkeypatch):
    monkeypatch.setattr(pdf, "families", lambda: installed)
    with pytest.raises(NoChineseFont, match=r"fonts-noto-cjk.*\.docx"):
        as_pdf(application())
