import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengtong.tools.proofread import Confidence, Found, Kind, masked, personal_data
from zhengtong.tools.proofread.findings import without_overlaps

HOSTILE = [
    "",
    "\x00\x01\x1b[31m\u202e",
    "😀👨‍👩‍👧🏽",
    "\ud800我叫张云清\udfff，13800138000\ud800",
    "<script>alert('我叫张云清')</script>",
    "我叫" * 2000,
    "1" * 100_000,
    "3栋2单元5室" * 500,
    "张" * 20_000 + "先生",
]


def found(start, end, kind=Kind.NAME, confidence=Confidence.HIGH):
    return Found(start, end, kind, "x" * (end - start), "因为", confidence, "*")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text__is_read_and_hidden_without_an_error(text):
    shown = masked(text, personal_data(text))
    assert "13800138000" not in shown


def test_a_megabyte__is_read_to_its_end():
    text = "北碚区天生街道。" * 125_000 + "我叫张云清，13800138000"
    assert [one.excerpt for one in personal_data(text)] == ["张云清", "13800138000"]


@settings(deadline=None)  # the first call reads the dictionary
@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text__gives_findings_in_order_that_lie_in_it(text):
    made = personal_data(text)
    assert made == personal_data(text)
    assert all(text[one.start : one.end] == one.excerpt for one in made)
    assert all(one.end <= other.start for one, other in pairwise(made))
    assert masked(text, []) == text


def test_overlapping_findings__the_surer_stays_then_the_kind_named_first_then_the_longer():
    sure, unsure = found(2, 6), found(0, 4, confidence=Confidence.LOW)
    assert without_overlaps([unsure, sure]) == [sure]
    card, phone = found(0, 4, Kind.IDENTITY_CARD), found(2, 9, Kind.MOBILE)
    assert without_overlaps([phone, card]) == [card]
    assert without_overlaps([found(0, 2), found(0, 3)]) == [found(0, 3)]
    assert without_overlaps([found(3, 5), found(0, 3)]) == [found(0, 3), found(3, 5)]


def test_masked__takes_only_the_findings_given():
    text = "我叫张云清，13800138000"
    name, phone = personal_data(text)
    assert masked(text, [phone]) == "我叫张云清，138****8000"
    assert masked(text, [phone, name]) == "我叫张某某，138****8000"


def test_masked__refused_when_the_text_has_changed():
    with pytest.raises(ValueError, match="请重新核查"):
        masked("我叫李云清", personal_data("我叫张云清"))


def test_kinds_and_grades__are_plain_texts_for_json_and_have_labels():
    one = personal_data("我叫张云清")[0]
    assert json.loads(json.dumps([one.kind, one.confidence])) == ["name", "high"]
    assert (Kind("name").label, Confidence("high").label) == ("姓名", "确定")
    assert all(kind.label for kind in Kind)
