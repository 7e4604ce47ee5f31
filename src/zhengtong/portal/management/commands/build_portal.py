from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from zhengtong.portal import build


class Command(BaseCommand):
    help = "Build the public site: what is outstanding, or everything with --all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="render everything, write what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        made = (build.build_all if options["all"] else build.catch_up)(at=timezone.now())
        self.stdout.write(
            f"已写入 {len(made.written)} 个文件，移除 {len(made.removed)} 个，无须改动 {made.unchanged} 个。"
        )
