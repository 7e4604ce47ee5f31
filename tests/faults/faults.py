"""Where a process is killed, or a disk is full: at the n-th statement, step or call that fits. Nothing of this is in the product."""

import errno
import os
import re
import signal
import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def no_space() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def nonsense() -> None:
    raise ZeroDivisionError("nonsense")


EFFECTS: dict[str, Callable[[], None]] = {"kill": kill, "no_space": no_space, "nonsense": nonsense}


def arm(
    *,
    on: str,
    pattern: str,
    number: int = 1,
    after: bool = False,
    effect: str = "kill",
    last: int | None = None,
) -> None:
    """`on`: "sql" (pattern fits a statement), "step" (of a portal build), "call" (pattern is a dotted name).

    Strikes at the `number`-th time, before it happens or `after` it; until the `last`-th time where it is not the same.
    """
    strike = Counter(number, last or number, EFFECTS[effect])
    {"sql": at_statement, "step": at_step, "call": at_call}[on](pattern, strike, after)


class Counter:
    def __init__(self, first: int, last: int, effect: Callable[[], None]) -> None:
        self.first, self.last, self.effect, self.count = first, last, effect, 0

    def __call__(self) -> None:
        self.count += 1
        if self.first <= self.count <= self.last:
            self.effect()


def at_statement(pattern: str, strike: Counter, after: bool) -> None:
    from django.db import connection

    fits = re.compile(pattern, re.IGNORECASE | re.DOTALL).search

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        wanted = fits(sql)
        if wanted and not after:
            strike()
        done = execute(sql, params, many, context)
        if wanted and after:
            strike()
        return done

    connection.execute_wrappers.append(watch)


def at_step(pattern: str, strike: Counter, after: bool) -> None:
    from zhengtong.portal.build import staging

    def reached(step: str) -> None:
        if re.fullmatch(pattern, step):
            strike()

    staging.reached = reached


def at_call(name: str, strike: Counter, after: bool) -> None:
    holder, last = _found(name)
    plain = getattr(holder, last)

    @wraps(plain)
    def struck(*args: Any, **kwargs: Any) -> Any:
        if not after:
            strike()
        done = plain(*args, **kwargs)
        if after:
            strike()
        return done

    setattr(holder, last, struck)
    for module in list(sys.modules.values()):  # those who imported the function by name
        if getattr(module, last, None) is plain:
            setattr(module, last, struck)


def _found(name: str) -> tuple[Any, str]:
    """The module or class that holds the name, and the name in it. Raises ImportError or AttributeError: a table entry is stale."""
    parts = name.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        try:
            holder: Any = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:-1]:
            holder = getattr(holder, part)
        getattr(holder, parts[-1])
        return holder, parts[-1]
    raise ImportError(name)
