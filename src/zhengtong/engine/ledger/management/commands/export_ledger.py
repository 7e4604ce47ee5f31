from typing import Any

from django.core.management.base import BaseCommand

from zhengtong.engine.ledger.queries import exported


class Command(BaseCommand):
    help = "Write the ledger to standard output as JSON lines."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in exported():
            self.stdout.write(line)
