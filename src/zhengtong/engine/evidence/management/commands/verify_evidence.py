import sys
from typing import Any

from django.core.management.base import BaseCommand

from zhengtong.engine.evidence.models import Evidence
from zhengtong.engine.evidence.queries import damaged


class Command(BaseCommand):
    help = "Read all evidence again; name every file missing or changed. Exit 1 when there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(damaged())
        for damage in found:
            self.stdout.write(f"{damage.kind}\t{damage.name}\t{damage.message}")
        lost = [damage for damage in found if damage.kind != "unregistered"]
        if lost:
            self.stderr.write(f"证据校验未通过：{len(lost)}件缺失或被改动")
            sys.exit(1)
        self.stdout.write(f"证据校验通过：共{Evidence.objects.count()}件，内容与摘要一致")
