import sys
from typing import Any

from django.core.management.base import BaseCommand

from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.ledger.queries import broken


class Command(BaseCommand):
    help = "Check the ledger's chain; name every line changed, removed, inserted or reordered. Exit 1 when it is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        found = broken()
        for place in found:
            self.stdout.write(f"{place.kind}\t{place.seq}\t{place.message}")
        if found:
            self.stderr.write(f"留痕校验未通过：{len(found)}处异常")
            sys.exit(1)
        self.stdout.write(f"留痕校验通过：共{Entry.objects.count()}行，首尾衔接，无改动")
