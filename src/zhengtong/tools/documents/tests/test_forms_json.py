import json

import pytest

from zhengtong.tools.documents.forms import BadForm, Fields, Form, OpinionBox, Pair, as_json, from_json
from zhengtong.tools.documents.tests.form_samples import application, blank, hostile, record, request


@pytest.mark.parametrize("paper", [application(), blank(), record(), request()])
def test_json__and_back_is_the_same_form(paper):
    assert from_json(json.loads(json.dumps(as_json(paper), ensure_ascii=False))) == paper


def test_json__of_hostile_text_and_back_is_the_same():
    assert from_json(as_json(hostile())).foot == hostile().foot


def test_json__short_ways_of_writing_are_read():
    made = from_json(
        {
            "type": "Form",
            "title": "表",
            "head": [["甲", "1"], ["乙", None], {"label": "丙"}],
            "sections": [{"type": "OpinionBox", "label": "意见", "day": ""}, {"type": "Fields", "pairs": []}],
        }
    )
    assert made == Form(
        "表", head=(Pair("甲", "1"), Pair("乙"), Pair("丙")), sections=(OpinionBox("意见"), Fields(()))
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "type"),
        ({"title": "表"}, "Form、Letter"),
        ({"type": "Form"}, "缺少“title”"),
        ({"type": "Form", "title": 5}, "应当是文字"),
        ({"type": "Form", "title": "表", "colour": "red"}, "没有“colour”这一项"),
        ({"type": "Form", "title": "表", "dated": "昨天"}, "2024-05-06"),
        ({"type": "Form", "title": "表", "dated": 5}, "应当是日期"),
        ({"type": "Form", "title": "表", "sections": "x"}, "应当是列表"),
        ({"type": "Form", "title": "表", "sections": [{"type": "Popen"}]}, "表单·sections第1项"),
        ({"type": "Form", "title": "表", "head": [{"label": "甲", "wide": 1}]}, "true 或 false"),
        ({"type": "Form", "title": "表", "head": [{"label": "甲", "height_mm": True}]}, "应当是整数"),
        ({"type": "Form", "title": "表", "head": [["甲"]]}, "应当是 Pair"),
    ],
)
def test_json__that_is_no_form_is_refused_with_the_place(data, words):
    with pytest.raises(BadForm) as refused:
        from_json(data)
    assert words in "".join(refused.value.reasons)


def test_json__every_reason_is_told_at_once():
    with pytest.raises(BadForm) as refused:
        from_json({"type": "Form", "sections": [{"type": "OpinionBox"}], "x": 1, "dated": "x"})
    assert len(refused.value.reasons) == 4
