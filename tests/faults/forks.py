"""Plays scenes in processes of their own. One process imports everything and opens no database; each scene is a fork of it.

A fork is killed as finally as any other process, shares no memory, connection or transaction with the next one, and starts in
milliseconds where a fresh interpreter takes seconds. Requests and answers are lines of JSON on standard input and output:

    {"scenes": [{"do": "sign_last", "fault": {...}, "with": {...}}]}   →   [{"killed": true}] or [{"value": …}], one for each scene

Several scenes of one request run at the same time. Run as a script (`tests/faults/conftest.py` does).
"""

import gc
import io
import json
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

import faults
import scenes

LONGEST = 120  # seconds; a scene that hangs is ended and fails its test


def serve() -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # nothing that a scene prints gets between the answers
    warm_up()
    print(json.dumps("ready"), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(play(json.loads(line)["scenes"])), file=answers, flush=True)


def warm_up() -> None:
    """Import what a running server has imported, so that no scene waits for it."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections
    from django.urls import get_resolver

    from zhengtong.portal import rendering

    # A mail server that keeps what it is given, where every process finds it.
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.DATA / "mail"
    _ = get_resolver().url_patterns
    for name in rendering.environment().list_templates():
        rendering.environment().get_template(name)
    rendering.assets()
    assert all(connection.connection is None for connection in connections.all())
    gc.freeze()


def play(wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Start all scenes, let them go together, wait for all."""
    gate_out, gate_in = os.pipe()
    running = [_start(scene, gate_out, gate_in) for scene in wanted]
    os.close(gate_out)
    os.close(gate_in)  # the end of this pipe is the starting signal
    return [_answer_of(pid, told) for pid, told in running]


def _start(scene: dict[str, Any], gate_out: int, gate_in: int) -> tuple[int, int]:
    told_out, told_in = os.pipe()
    pid = os.fork()
    if pid:
        os.close(told_in)
        return pid, told_out
    try:
        os.close(told_out)
        os.close(gate_in)
        signal.alarm(LONGEST)
        os.read(gate_out, 1)
        said = json.dumps(_act(scene)).encode()
        with os.fdopen(told_in, "wb") as told:
            told.write(said)
    finally:
        os._exit(0)


def _answer_of(pid: int, told: int) -> dict[str, Any]:
    with os.fdopen(told, "rb") as said:
        words = said.read()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return {"killed": os.WTERMSIG(status) == signal.SIGKILL, "signal": os.WTERMSIG(status)}
    return json.loads(words) if words else {"error": "nothing was said"}


def _act(scene: dict[str, Any]) -> dict[str, Any]:
    from django.db import connections

    from zhengtong.engine.refusals import Refused

    told = io.StringIO()
    try:
        with redirect_stdout(told), redirect_stderr(told), _armed(scene.get("fault")):
            value = getattr(scenes, scene["do"])(**scene.get("with", {}))
        return {"value": value, "said": told.getvalue()}
    except Refused as refused:
        return {"refused": sorted(refused.codes)}
    except SystemExit as end:
        return {"exit": end.code, "said": told.getvalue()}
    except BaseException as error:
        trace = "".join(traceback.format_exception(error))
        return {"error": type(error).__name__, "trace": trace, "said": told.getvalue()}
    finally:
        connections.close_all()


@contextmanager
def _armed(fault: dict[str, Any] | None) -> Iterator[None]:
    if fault:
        faults.arm(**fault)
    yield


if __name__ == "__main__":
    serve()
