from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from zhengtong.demo.cases import begin_cases, run_sites
from zhengtong.demo.cast import password_kept_in, shown_accounts
from zhengtong.demo.custodies import keep_credentials, pass_credentials_on
from zhengtong.demo.interaction import SHOWN_CODES, code_of, write_messages
from zhengtong.demo.newmedia import begin_account_cases, keep_accounts
from zhengtong.demo.participation import take_part
from zhengtong.demo.seeding import is_empty, seed
from zhengtong.demo.writing import write_articles


class Command(BaseCommand):
    help = "Set up the demo district in an empty database, once; then print addresses and accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        password = password_kept_in(settings.DATA)
        if is_empty():
            self.stdout.write("正在建立示例区（单位、人员、栏目、稿件），约需一分钟……")
            # All or nothing: a start that is broken off leaves no half district behind.
            with transaction.atomic():
                district = seed(timezone.now(), password)
                run_sites(district)
                keep_credentials(district)
                write_articles(district)
                write_messages(district)
                begin_cases(district)
                keep_accounts(district)
                begin_account_cases(district)
                pass_credentials_on(district)
                take_part(district)
        self.tell(password)

    def tell(self, password: str) -> None:
        write = self.stdout.write
        write(f"\n门户网站  {settings.BASE_URL}/\n管理后台  {settings.BASE_URL}/console/\n")
        write(f"示例账号（口令均为 {password}）：")
        for username, role in shown_accounts():
            write(f"  {username:<16} {role}")
        write(
            "示例查询码（互动交流→查询）："
            + "，".join(f"{code_of(title)}（{title}）" for title in SHOWN_CODES)
        )
        write("")
