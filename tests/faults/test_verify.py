"""`verify-ledger` and `verify-portal` as commands: exit code 1, and the line or file by name (issue 2, done when 4)."""

import pytest

LEDGER = {
    # what somebody with the database in hand does → what the command then names
    "edited": ("UPDATE ledger_entry SET subject_name = '改过' WHERE seq = 5", "changed\t5\t第5行"),
    "edited in its time alone": ("UPDATE ledger_entry SET at = '2026-01-01T00:00:00Z' WHERE seq = 5", "changed\t5\t第5行"),
    "removed": ("DELETE FROM ledger_entry WHERE seq = 5", "removed\t5\t第5行"),
    "removed at the end": ("DELETE FROM ledger_entry WHERE seq = (SELECT MAX(seq) FROM ledger_entry)", "removed\t"),
    "added": (
        "INSERT INTO ledger_entry (seq, at, verb, subject_type, subject_id, subject_name, actor_name, acting_as, clause, "
        "data, previous, hash) SELECT seq + 1, at, verb, subject_type, subject_id, subject_name, actor_name, acting_as, "
        "clause, data, hash, 'sm3:0' FROM ledger_entry ORDER BY seq DESC LIMIT 1",
        "inserted\t",
    ),
    "reordered": (
        "UPDATE ledger_entry SET seq = 100000 WHERE seq = 5; UPDATE ledger_entry SET seq = 5 WHERE seq = 6; "
        "UPDATE ledger_entry SET seq = 6 WHERE seq = 100000",
        "reordered\t5\t第5行",
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", LEDGER)
def test_verify_ledger__names_a_line_that_was(stage, how):
    assert said_by(stage, "verify-ledger")[0] == 0
    statements, named = LEDGER[how]
    stage.done("sql", statements=statements.split("; "))
    code, said = said_by(stage, "verify-ledger")
    assert code == 1
    assert named in said


def edit(folder):
    page = folder / "tzgg" / "index.html"
    page.write_text(page.read_text().replace("校园", "公园"))
    return "内容被改动：/tzgg/index.html"


def edit_the_twin(folder):
    (folder / "index.html.gz").write_bytes((folder / "404.html.gz").read_bytes())
    return "内容被改动：/index.html.gz"


def remove(folder):
    (folder / "feed.xml").unlink()
    return "文件缺失：/feed.xml"


def add(folder):
    (folder / "tzgg" / "extra.html").write_text("<p>外来内容</p>")
    return "不在清单中的文件：/tzgg/extra.html"


def swap(folder):
    one, other = folder / "tzgg" / "index.html", folder / "zwdt" / "index.html"
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    return "内容被改动：/zwdt/index.html"


@pytest.mark.parametrize("theatre", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("damage", [edit, edit_the_twin, remove, add, swap])
def test_verify_portal__names_a_file_that_was_changed(stage, damage):
    assert said_by(stage, "verify-portal") == (0, "门户网站文件与清单一致。\n")
    named = damage(stage.folder / "portal")
    code, said = said_by(stage, "verify-portal")
    assert code == 1
    assert named in said


@pytest.mark.parametrize("theatre", ["sqlite"], indirect=True, scope="session")
def test_verify_portal_with_rebuild__finds_what_was_changed_together_with_its_manifest(stage):
    stage.done("forge_a_page", path="/tzgg/index.html")
    assert said_by(stage, "verify-portal")[0] == 0
    code, said = said_by(stage, "verify-portal", "--rebuild")
    assert code == 1
    assert "与重新生成的内容不一致：/tzgg/index.html" in said


def said_by(stage, *words: str) -> tuple[int, str]:
    answer = stage.play("run_command", words=words)
    return answer.get("exit", 0), answer["said"]
