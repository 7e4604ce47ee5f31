"""Shows where the clauses of the measures work, and where they do not yet."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

import zhengtong
from zhengtong import regulation
from zhengtong.regulation.citations import citations_in
from zhengtong.regulation.services import served, unserved

SOURCES = Path(zhengtong.__file__).parent


class Command(BaseCommand):
    help = "列出办法各条款在何处落实"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("clause", nargs="?", help="条款编号，如 5.2；不填则列出全部")
        parser.add_argument("--unserved", action="store_true", help="只列尚未落实的条款")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["unserved"]:
            for clause in unserved():
                self.stdout.write(f"{clause.id}　{clause.summary}")
        elif options["clause"]:
            self.show_one(options["clause"])
        else:
            for clause in regulation.clauses():
                count = len(served().get(clause.id, []))
                self.stdout.write(
                    f"{clause.id}　{clause.summary}　{f'落实于{count}处' if count else '尚未落实'}"
                )

    def show_one(self, clause_id: str) -> None:
        try:
            clause = regulation.clause(clause_id)
        except regulation.NoSuchClause as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{clause.id}　{clause.summary}\n原文：{clause.text}\n系统做法：{clause.product}")
        for service in served().get(clause_id, []):
            self.stdout.write(f"落实：{service.what}　{service.code}　{service.url}")
        for citation in citations_in(SOURCES):
            if citation.kind == "clause" and citation.cited == clause_id:
                self.stdout.write(f"引用：{citation.path.relative_to(SOURCES.parent)}:{citation.line}")
