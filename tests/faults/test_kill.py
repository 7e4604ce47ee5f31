"""`kill -9` at every kind of moment: after the restart nothing is lost, half done or done twice (issue 2, done when 5).

A story is what people and the machine do one after the other. One of its scenes is killed; then the worker starts again, whoever
was at it does it again as a person would (and is told when it was done already), and what can be seen in the end must be exactly
what can be seen when nothing had happened. A new point is one line of the table.
"""

from typing import Any

import pytest


def before(pattern: str, number: int = 1, on: str = "sql") -> dict[str, Any]:
    return {"on": on, "pattern": pattern, "number": number, "after": False}


def after(pattern: str, number: int = 1, on: str = "sql") -> dict[str, Any]:
    return {"on": on, "pattern": pattern, "number": number, "after": True}


def step(pattern: str, number: int = 1) -> dict[str, Any]:
    """Just before this step of a build of the portal."""
    return before(pattern, number, on="step")


COMMIT = "django.db.backends.base.base.BaseDatabaseWrapper.commit"
BUILD = "zhengtong.portal.tasks.build.build_entry"
FINISH = "zhengtong.engine.jobs.actions.finish"

SUBMIT = ("submit_draft", "worker")
SIGN = ("sign_first", "worker")
PUBLISH = ("sign_last", "worker")
SCHEDULED = ("worker", "worker_next_hour")
TAKE_DOWN = ("take_down", "worker")
FULL_BUILD = ("build_portal",)
CLOCKS = ("tick",)
SETUP = ("migrate_again",)
STATIC = ("static_files",)
LETTERS = ("sign_first", "send_letters", "send_letters_later")
IMPORT = ("upload", "worker_soon", "save_import", "worker_soon")
MESSAGE = ("write_in", "worker", "draft_reply", "send_reply", "worker")

POINTS = {
    # when it is killed: (story, the scene that is killed, where in it)
    "handing in, after the submission": (SUBMIT, 0, after('INSERT INTO "publishing_submission"')),
    "handing in, after the seats of the authors": (SUBMIT, 0, after('INSERT INTO "publishing_seat"')),
    "handing in, after the message to the reviewer": (SUBMIT, 0, after('INSERT INTO "notify_message"')),
    "handing in, right after the commit": (SUBMIT, 0, after(COMMIT, on="call")),
    "a signature, after the seat": (SIGN, 0, after('INSERT INTO "publishing_seat"')),
    "a signature, after the first of two acts": (SIGN, 0, after('INSERT INTO "publishing_signature"')),
    "a signature, after the line in the ledger": (SIGN, 0, after('INSERT INTO "ledger_entry"')),
    "a signature, between the line and the head of the ledger": (SIGN, 0, before('UPDATE "ledger_head"')),
    "a signature, after its commit and before the next stage": (SIGN, 0, after(COMMIT, on="call")),
    "a signature, while the next stage opens": (SIGN, 0, after('INSERT INTO "clocks_clock"')),
    "the last signature, after the first act": (PUBLISH, 0, after('INSERT INTO "publishing_signature"')),
    "the last signature, after the second act": (PUBLISH, 0, after('INSERT INTO "publishing_signature"', 2)),
    "the last signature, after its commit": (PUBLISH, 0, after(COMMIT, on="call")),
    "the last signature, after the approval is noted": (PUBLISH, 0, after('INSERT INTO "ledger_entry"', 2)),
    "publishing, before the publication": (PUBLISH, 0, before('INSERT INTO "publishing_publication"')),
    "publishing, after the publication and before the page is live": (
        PUBLISH, 0, after('INSERT INTO "publishing_publication"'),
    ),
    "publishing, after the page is live": (PUBLISH, 0, after('UPDATE "wagtailcore_page"')),
    "publishing, after the submission is closed": (PUBLISH, 0, after('UPDATE "publishing_submission"', 2)),
    "publishing, after the line in the ledger": (PUBLISH, 0, after('INSERT INTO "ledger_entry"', 3)),
    "publishing, after the job for the portal": (PUBLISH, 0, after('INSERT INTO "jobs_job"')),
    "publishing, at the end of the verb": (PUBLISH, 0, after("zhengtong.publishing.actions.review._go_on", on="call")),
    "the worker, before it takes the job": (PUBLISH, 1, before("zhengtong.engine.jobs.actions.claim", on="call")),
    "the worker, after it took the job": (PUBLISH, 1, before(BUILD, on="call")),
    "a build, before the row of lists and search": (PUBLISH, 1, step("row")),
    "a build, after the row of search": (PUBLISH, 1, after('INSERT INTO "?portal_search|UPDATE portal_searchdocument')),
    "a build, before the first file": (PUBLISH, 1, step("stage .*")),
    "a build, between two files beside the site": (PUBLISH, 1, step("stage .*", 3)),
    "a build, before the bytes are flushed": (PUBLISH, 1, step("flush")),
    "a build, before the first file stands": (PUBLISH, 1, step("place .*")),
    "a build, between a file and its compressed twin": (PUBLISH, 1, step("place .*", 2)),
    "a build, between two files of the site": (PUBLISH, 1, step("place .*", 5)),
    "a build, after the files and before the manifest": (PUBLISH, 1, step("manifest")),
    "a build, after the manifest and before its commit": (PUBLISH, 1, step("commit")),
    "a build, after the manifest and before the job is done": (PUBLISH, 1, before(FINISH, on="call")),
    "the worker, after the job is done": (PUBLISH, 1, after(FINISH, on="call")),
    "a scheduled publication, before the task": (
        SCHEDULED, 1, before("zhengtong.publishing.tasks.publish_due", on="call"),
    ),
    "a scheduled publication, after the publication": (SCHEDULED, 1, after('INSERT INTO "publishing_publication"')),
    "a scheduled publication, after the line in the ledger": (SCHEDULED, 1, after('INSERT INTO "ledger_entry"')),
    "a scheduled publication, before the job is done": (SCHEDULED, 1, before(FINISH, on="call")),
    "a scheduled publication, while it is built": (SCHEDULED, 1, step("place .*", 3)),
    "taking down, after the publication is ended": (TAKE_DOWN, 0, after('UPDATE "publishing_publication"')),
    "taking down, after the page is not live": (TAKE_DOWN, 0, after('UPDATE "wagtailcore_page"')),
    "taking down, while files are removed": (TAKE_DOWN, 1, step("remove .*")),
    "taking down, after files are removed": (TAKE_DOWN, 1, step("place .*")),
    "taking down, before the proof": (TAKE_DOWN, 1, step("proof")),
    "a full build, before rows": (FULL_BUILD, 0, step("rows")),
    "a full build, before what is too much goes": (FULL_BUILD, 0, step("sweep")),
    "a full build, before the manifest": (FULL_BUILD, 0, step("commit")),
    "the clocks, after the first has moved": (CLOCKS, 0, after(COMMIT, on="call")),
    "the clocks, after a lateness and before the message": (CLOCKS, 0, after('INSERT INTO "clocks_clockevent"')),
    "the clocks, in the middle of the second": (CLOCKS, 0, after('UPDATE "clocks_clock"', 2)),
    "letters, after the first is claimed": (LETTERS, 1, after("zhengtong.engine.notify.outbox._claim", on="call")),
    "letters, between the first and the second": (LETTERS, 1, after("zhengtong.engine.notify.outbox._settle", on="call")),
    "an update, while the guards of the database are renewed": (SETUP, 0, after("DROP TRIGGER", 5)),
    "an update, while static files are copied": (
        STATIC, 0, before("django.core.files.storage.filesystem.FileSystemStorage._save", 3, on="call"),
    ),
    "an upload, after its row": (IMPORT, 0, after('INSERT INTO "publishing_importedfile"')),
    "an upload, after its commit": (IMPORT, 0, after(COMMIT, on="call")),
    "an import, while it is read": (IMPORT, 1, after("zhengtong.publishing.actions.imports.read", on="call")),
    "an import, when it is read and nobody is told": (IMPORT, 1, before('INSERT INTO "notify_message"')),
    "an import, when it is read and told": (IMPORT, 1, before(FINISH, on="call")),
    "an import, while the evidence is written": (IMPORT, 2, before("pathlib.Path.replace", on="call")),
    "an import, after the file of the evidence": (IMPORT, 2, before('INSERT INTO "evidence_evidence"')),
    "an import, after the draft": (IMPORT, 2, after('INSERT INTO "wagtailcore_revision"')),
    "a citizen's message, while it is laid into the tray": (MESSAGE, 0, before("pathlib.Path.replace", on="call")),
    "a citizen's message, when it lies in the tray": (MESSAGE, 0, after("zhengtong.interaction.tray.put", on="call")),
    "a citizen's message, after its row": (MESSAGE, 1, after('INSERT INTO "interaction_citizenmessage"')),
    "a citizen's message, after it is forwarded": (MESSAGE, 1, after('INSERT INTO "interaction_forwarding"')),
    "a citizen's message, before it is taken out of the tray": (
        MESSAGE, 1, before("zhengtong.interaction.tray.take_away", on="call"),
    ),
    "a citizen's message, after it is taken out of the tray": (
        MESSAGE, 1, after("zhengtong.interaction.tray.take_away", on="call"),
    ),
    "an answer, after it is sent and before the message is closed": (MESSAGE, 3, after('UPDATE "interaction_answer"')),
    "an answer, after the message is closed": (MESSAGE, 3, after('UPDATE "interaction_citizenmessage"')),
    "an answer, while its clock is met": (MESSAGE, 3, after('UPDATE "clocks_clock"')),
}  # fmt: skip


# What happens to files does not depend on the database; of transactions the longest stories are played on both.
CASES = [("sqlite", when) for when in POINTS] + [
    ("postgresql", when)
    for when, (story, _, fault) in POINTS.items()
    if fault["on"] == "sql" and (story in (PUBLISH, SCHEDULED, CLOCKS, SETUP) or when.startswith("an answer"))
]


@pytest.mark.parametrize(("theatre", "when"), CASES, indirect=["theatre"], scope="session")
def test_killed__nothing_is_lost_half_done_or_done_twice(stage, when):
    story, victim, fault = POINTS[when]
    expected = stage.undisturbed(story)
    for scene in story[:victim]:
        stage.done(scene)
    answer = stage.play(story[victim], fault)
    assert answer.get("killed"), f"the point was not reached: {answer}"
    ended = stage.done("recover", story=story, victim=victim)
    assert ended["halves"] == []
    assert ended["picture"] == expected


def test_killed_at_any_statement_of_the_last_signature__nothing_of_it_stays(stage):
    count = stage.done("statements", of="sign_last")
    stage.restore()
    untouched = stage.done("fingerprint")
    for number in range(1, count + 1, max(1, count // 20)):
        assert stage.play("sign_last", after(".", number))["killed"]
        assert stage.done("fingerprint") == untouched, f"after statement {number} of {count}"
