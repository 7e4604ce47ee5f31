"""A database that somebody else holds, and a full disk: said in words, nothing lost, and done when there is room again."""

import os

import pytest

SQLITE_ONLY = pytest.mark.parametrize("theatre", ["sqlite"], indirect=True, scope="session")
PASSED = {f"gate_{gate}": "pass" for gate in ("politics", "law", "policy", "secrecy", "wording", "opinion")}
SIGNING = {
    "name": "first",
    "act": "sign",
    "key": "waiting",
    "acts": ["review", "proofreading"],
    "opinion": "同意。",
    **PASSED,
}


def no_space(pattern: str, number: int = 1, last: int = 10_000) -> dict:
    return {"on": "call", "pattern": pattern, "number": number, "last": last, "effect": "no_space"}


@SQLITE_ONLY
def test_database_held_by_another__is_a_page_in_words_and_the_same_click_works_later(stage, tmp_path):
    fifo = tmp_path / "let-go"
    os.mkfifo(fifo)
    before = stage.done("picture")
    held, pressed = stage.together(
        {"do": "hold_the_database", "with": {"fifo": str(fifo)}},
        {"do": "meet_a_held_database", "with": {"fifo": str(fifo), "press": SIGNING}},
    )
    assert "value" in held
    answer = pressed["value"]
    assert answer["status"] == 503, pressed
    assert "系统繁忙" in answer["page"]
    assert "原样再次提交" in answer["page"]
    assert answer["retry"] == "10"
    assert stage.done("picture") == before
    assert stage.done("on_screen", **SIGNING)["status"] == 302


@SQLITE_ONLY
def test_any_other_fault__is_a_page_in_chinese_without_a_trace(stage):
    fault = {"on": "call", "pattern": "zhengtong.publishing.rules.why_not_sign", "effect": "nonsense"}
    answer = stage.play("on_screen", fault, **SIGNING)["value"]
    assert answer["status"] == 500
    assert "系统出现故障" in answer["page"]
    assert "Traceback" not in answer["page"]
    assert "nonsense" not in answer["page"]


@SQLITE_ONLY
@pytest.mark.parametrize("number", [1, 2, 5])
def test_disk_full_while_the_portal_is_built__the_site_stays_and_the_job_is_done_later(stage, number):
    expected = stage.undisturbed(("sign_last", "worker", "worker_next_hour"))
    before = stage.done("picture", rebuild=False)
    stage.done("sign_last")
    assert "value" in stage.play("worker", no_space("pathlib.Path.write_bytes", number))
    full = stage.done("picture", rebuild=False)
    assert full["files"] == before["files"]
    assert full["portal differs"] == []
    assert [job[:2] for job in full["jobs left"] if job[0] == "portal.build_item"] == [
        ["portal.build_item", "waiting"]
    ]
    stage.done("worker_next_hour")
    assert stage.done("picture") == expected


@SQLITE_ONLY
def test_disk_full_while_evidence_is_kept__nothing_of_it_stays(stage):
    fault = no_space("os.fsync")
    assert stage.play("keep_evidence", fault)["error"] == "OSError"
    assert stage.done("picture")["counts"]["Evidence"] == 0
    assert [path for path in (stage.folder / "evidence").rglob("*") if path.is_file()] == []
    assert stage.done("keep_evidence").startswith("sm3:")


@SQLITE_ONLY
def test_disk_full_on_a_screen__is_said_in_words(stage):
    answer = stage.play(
        "on_screen", no_space("zhengtong.publishing.actions.review.timing.begin_stage"), **SIGNING
    )
    assert answer["value"]["status"] == 507
    assert "存储空间" in answer["value"]["page"]
    assert stage.done("halves") == []
