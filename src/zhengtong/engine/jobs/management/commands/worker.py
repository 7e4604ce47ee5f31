import logging
import signal
import socket
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from zhengtong.engine.jobs import actions

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.2
BEAT_SECONDS = 15.0


class Command(BaseCommand):
    help = "Run the background worker: jobs, schedules, clocks, deliveries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", default=f"{socket.gethostname()}-1", help="unique name of this process")
        parser.add_argument("--until-idle", action="store_true", help="stop when nothing is due")

    def handle(self, *args: Any, **options: Any) -> None:
        self.name: str = options["name"]
        self.stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        actions.take_over(self.name)
        self.last_beat = 0.0
        while not self.stopping.is_set():
            busy = self.turn()
            if not busy and options["until_idle"]:
                return
            if not busy:
                self.stopping.wait(IDLE_SECONDS)

    def turn(self) -> bool:
        """One turn of the loop; a database that is away for a moment is waited for, not died of."""
        try:
            self.beat()
            actions.enqueue_due_schedules(timezone.now())
            actions.enqueue_watched(timezone.now())
            job = actions.claim(self.name, timezone.now())
            if job is None:
                return False
            actions.run(job, timezone.now())
            return True
        except OperationalError:
            log.exception("the database did not answer; trying again")
            close_old_connections()
            self.stopping.wait(2)
            return False

    def beat(self) -> None:
        if time.monotonic() - self.last_beat > BEAT_SECONDS or not self.last_beat:
            actions.beat(self.name, timezone.now())
            self.last_beat = time.monotonic()
