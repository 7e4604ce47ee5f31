"""Two people, or two clicks, at the same moment, in two processes on one database: one is done, the other is told why not."""

PASSED = {f"gate_{gate}": "pass" for gate in ("politics", "law", "policy", "secrecy", "wording", "opinion")}


def pressing(name: str, act: str, key: str, **typed) -> dict:
    return {"do": "on_screen", "with": {"name": name, "act": act, "key": key, **typed}}


def pressed_by_two(stage, *presses: dict) -> list[dict]:
    answers = stage.together(*presses)
    for answer in answers:
        assert "value" in answer, answer.get("trace") or answer
    return sorted((answer["value"] for answer in answers), key=lambda answer: answer["status"])


def test_two_clicks_on_signing__are_one_signature_and_one_refusal_with_reasons(stage):
    expected = stage.undisturbed(("sign_first", "worker"))
    press = pressing("first", "sign", "waiting", acts=["review", "proofreading"], opinion="同意。", **PASSED)
    done, refused = pressed_by_two(stage, press, press)
    assert (done["status"], refused["status"]) in [(302, 409), (302, 403)]
    assert "一审一校" in refused["page"]
    stage.done("worker")
    seen = stage.done("picture")
    assert {part: seen[part] for part in ("signatures", "seats", "submissions", "messages", "ledger")} == {
        part: expected[part] for part in ("signatures", "seats", "submissions", "messages", "ledger")
    }
    assert seen["broken lines"] == []


def test_two_clicks_on_the_last_signature__publish_once(stage):
    press = pressing("third", "sign", "almost", acts=["review", "proofreading"], opinion="同意。", **PASSED)
    done, refused = pressed_by_two(stage, press, press)
    assert (done["status"], refused["status"]) in [(302, 409), (302, 403)]
    assert stage.done("halves") == []
    stage.done("worker")
    assert stage.done("picture") == stage.undisturbed(("sign_last", "worker"))


def test_two_clicks_on_handing_in__are_one_submission(stage):
    press = pressing("editor", "submit", "draft")
    done, refused = pressed_by_two(stage, press, press)
    assert (done["status"], refused["status"]) in [(302, 409), (302, 403)]
    assert "已送审" in refused["page"] or "审校" in refused["page"]
    stage.done("worker")
    assert stage.done("picture") == stage.undisturbed(("submit_draft", "worker"))


def test_signing_while_the_text_is_withdrawn__one_of_both_holds(stage):
    sign = pressing("third", "sign", "almost", acts=["review", "proofreading"], opinion="同意。", **PASSED)
    withdraw = pressing("editor", "withdraw", "almost", why="数据需核对")
    done, refused = pressed_by_two(stage, sign, withdraw)
    assert (done["status"], refused["status"]) in [(302, 409), (302, 403)]
    assert stage.done("halves") == []


def test_two_uploads_at_once__are_both_there(stage):
    answers = stage.together({"do": "upload_again"}, {"do": "upload_again"})
    assert [answer.keys() & {"value"} for answer in answers] == [{"value"}] * 2
    stage.done("worker_soon")
    assert stage.done("picture")["counts"]["ImportedFile"] == 2
    assert stage.done("halves") == []


def test_the_same_evidence_brought_twice_at_once__is_kept_once(stage):
    one, other = stage.together({"do": "keep_evidence"}, {"do": "keep_evidence"})
    assert one["value"] == other["value"]
    assert stage.done("picture")["counts"]["Evidence"] == 1


def test_two_workers_at_once__publish_and_build_once(stage):
    stage.done("sign_last")
    started = {"do": "worker", "with": {"name": "local-1"}}, {"do": "worker", "with": {"name": "local-2"}}
    assert [answer.keys() & {"value"} for answer in stage.together(*started)] == [{"value"}] * 2
    assert stage.done("picture") == stage.undisturbed(("sign_last", "worker"))


def test_two_hands_at_one_step_of_a_case__one_does_it_and_the_other_is_told(stage):
    stage.done("open_case")
    consent = {"do": "consent_to_case"}
    done, refused = sorted(stage.together(consent, consent), key=lambda answer: "value" not in answer)
    assert done["value"] == "done"
    assert refused["refused"] == ["step.done_already"]
    assert stage.done("halves") == []


def test_killed_at_any_statement_of_a_step__nothing_of_it_stays(stage):
    stage.done("open_case")
    untouched = stage.done("fingerprint")
    for table in ("procedures_casestep", "clocks_clock", "ledger_entry"):
        fault = {"on": "sql", "pattern": f'(INSERT INTO|UPDATE) "{table}"', "number": 1, "after": True}
        assert stage.play("consent_to_case", fault).get("killed"), table
        assert stage.done("fingerprint") == untouched, table
    assert stage.done("consent_to_case") == "done"


def test_two_clicks_on_sending_an_answer__are_one_answer(stage):
    for scene in ("write_in", "worker", "draft_reply"):
        stage.done(scene)
    answers = stage.together({"do": "send_reply"}, {"do": "send_reply"})
    assert sum("value" in answer for answer in answers) == 1
    refused = next(answer["refused"] for answer in answers if "value" not in answer)
    assert "message.closed" in refused
    stage.done("worker")
    assert stage.done("picture") == stage.undisturbed(
        ("write_in", "worker", "draft_reply", "send_reply", "worker")
    )


def test_two_workers_on_one_tray__register_once(stage):
    stage.done("write_in")
    answers = stage.together(
        {"do": "worker", "with": {"name": "local-1"}}, {"do": "worker", "with": {"name": "local-2"}}
    )
    assert [answer.keys() & {"value"} for answer in answers] == [{"value"}] * 2, answers
    assert len(stage.done("picture")["citizens' messages"]) == 1
