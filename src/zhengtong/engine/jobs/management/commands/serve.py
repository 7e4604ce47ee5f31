import ctypes
import os
import signal
import subprocess
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
CALM_SECONDS = 1.0


def die_with_parent() -> None:
    """In the child: when the supervisor is killed outright, the kernel ends its children too (Linux)."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


class Command(BaseCommand):
    help = "Serve the platform: web server and background worker, each started anew when it dies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on; :: for IPv4 and IPv6")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=2, help="web processes")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        commands = {"web": web(options), "worker": worker()}
        running = {name: start(command) for name, command in commands.items()}
        while not self.stopping.wait(CALM_SECONDS):
            for name, process in running.items():
                if process.poll() is not None:
                    self.stderr.write(f"{name} ended with {process.returncode}; starting it anew")
                    running[name] = start(commands[name])
        stop(running.values())


def web(options: dict[str, Any]) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", options["host"], "--port", str(options["port"]),
        "--workers", str(options["processes"]), "--blocking-threads", "2", "--no-ws", "--respawn-failed-workers",
        "--log-level", "warning", "--static-path-route", settings.STATIC_URL.rstrip("/"),
        "--static-path-mount", str(settings.STATIC_ROOT), "zhengtong.wsgi:application",
    ]  # fmt: skip


def worker() -> list[str]:
    # The name stays the same from start to start, so that the worker takes up at once what its killed forerunner held.
    return [sys.executable, "-m", "zhengtong", "worker", "--name", "local-1"]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=os.environ, preexec_fn=die_with_parent)  # noqa: S603


def stop(processes: Any) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
