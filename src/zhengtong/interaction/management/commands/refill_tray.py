from typing import Any

from django.core.management.base import BaseCommand

from zhengtong.interaction import tray
from zhengtong.interaction.models import CitizenMessage


class Command(BaseCommand):
    help = "After the database was restored: lay back the submissions of the last days that it does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        count = tray.refill(lambda mark: CitizenMessage.objects.filter(code_mark=mark).exists())
        self.stdout.write(f"已放回收件盘 {count} 件，由后台进程登记。")
