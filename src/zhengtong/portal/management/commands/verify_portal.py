from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zhengtong.portal import build


class Command(BaseCommand):
    help = (
        "Name every file of the public site that was edited, removed or added. Exit code 1 when there is one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rebuild", action="store_true", help="also render everything anew and compare byte for byte"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        differences = build.verify(at=timezone.now(), rebuild=options["rebuild"])
        for difference in differences:
            self.stdout.write(str(difference))
        if differences:
            raise CommandError(f"门户网站文件核验发现 {len(differences)} 处异常。", returncode=1)
        self.stdout.write("门户网站文件与清单一致。")
