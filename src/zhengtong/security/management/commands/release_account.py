"""Help on the server for whoever no administrator can help: the security administrator who lost the phone, for one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from zhengtong.duties.models import Person
from zhengtong.engine.refusals import Refused
from zhengtong.security import actions


class Command(BaseCommand):
    help = "解锁账号、重置双因素认证或口令（在服务器上办理，记入留痕）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="用户名")
        parser.add_argument("--reason", required=True, help="原因，记入留痕")
        parser.add_argument("--unlock", action="store_true", help="解锁")
        parser.add_argument("--second-factor", action="store_true", help="重置双因素认证")
        parser.add_argument("--password", action="store_true", help="重置口令，新口令显示一次")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"没有用户名为“{options['username']}”的账号。")
        given = {"reason": options["reason"], "by": None, "at": timezone.now()}
        try:
            for line in self.done(person, options, given):
                self.stdout.write(line)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def done(self, person: Person, options: dict[str, Any], given: dict[str, Any]) -> Any:
        if not (options["unlock"] or options["second_factor"] or options["password"]):
            raise CommandError("请指明办理事项：--unlock、--second-factor 或 --password。")
        if options["unlock"]:
            actions.unlock(person, **given)
            yield "账号已解锁。"
        if options["second_factor"]:
            actions.reset_second_factor(person, **given)
            yield "双因素认证已重置。"
        if options["password"]:
            yield f"临时口令：{actions.issue_password(person, **given)}"
