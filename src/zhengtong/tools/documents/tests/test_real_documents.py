"""The recogniser against real documents, where the shared data is present."""

import json

import pytest

from zhengtong.tools.documents import Table, Unreadable, recognise
from zhengtong.tools.documents.tests.samples import shared

pytestmark = pytest.mark.slow


def rows(name):
    path = shared("data", "documents", name)
    return [
        row
        for line in path.read_text(encoding="utf-8").splitlines()
        if (row := json.loads(line))["body_html"]
    ]


def same(one, other):
    return "".join((one or "").split()) == "".join((other or "").split())


def test_state_council_pages__title_number_and_issuer_are_right():
    for row in rows("govcn_policies_html.jsonl"):
        made = recognise(row["body_html"].encode(), "a.html")
        assert same(made.title, row["title"])
        assert same(made.document_number, row["doc_number"])
        assert same(made.issuer, row["issuer"])
        assert made.kind == "policy"


def test_beijing_notices__are_read_without_losing_their_words():
    for row in rows("beijing_tcm_notices_html.jsonl"):
        made = recognise(row["body_html"].encode(), "a.html")
        assert len(made.blocks) + len(made.not_understood) > 0


def test_chongqing_statutes__chapters_are_found():
    path = shared("data", "documents", "laws_chongqing.jsonl")
    found = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        made = recognise(json.loads(line)["body"].encode(), "a.md")
        found += any("第一章" in getattr(block, "number", "") for block in made.blocks)
    assert found >= 20


def test_attachments__tables_with_merged_headers_are_read():
    found = 0
    for path in sorted(shared("data", "attachments").glob("*.docx")):
        made = recognise(path.read_bytes(), path.name)
        tables = [block for block in made.blocks if isinstance(block, Table)]
        assert tables
        found += len(tables)
        assert "附件" not in made.title
    assert found >= 3


def test_docx_corner_cases__all_open():
    for path in shared("data", "suites", "docx").rglob("*.docx"):
        recognise(path.read_bytes(), path.name)


@pytest.mark.parametrize("folder", ["html/real", "html/media", "suites/sanitize", "suites/linkcheck"])
def test_pages_from_elsewhere__give_a_draft_or_a_reason_and_nothing_live(folder):
    for path in shared("data", *folder.split("/")).rglob("*"):
        if not path.is_file():
            continue
        try:
            made = recognise(path.read_bytes(), path.name)
        except Unreadable:
            continue
        html = "".join(getattr(block, "html", "") for block in made.blocks).lower()
        assert "<script" not in html
        assert "javascript:" not in html.replace("&quot;", '"').partition('href="javascript:')[1]
