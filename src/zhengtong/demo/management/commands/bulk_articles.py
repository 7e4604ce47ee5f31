from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zhengtong.demo.bulk import seed_articles


class Command(BaseCommand):
    help = "Add N invented public articles, spread over all columns and three years; then run build_portal --all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = seed_articles(options["count"], timezone.now())
        except ValueError as wrong:
            raise CommandError("尚无栏目，请先建立示例区。") from wrong
        self.stdout.write(f"已增加 {made} 篇公开稿件。")
