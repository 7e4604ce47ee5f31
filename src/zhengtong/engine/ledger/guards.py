"""What the database itself refuses, as triggers on SQLite and PostgreSQL.

Guards are declared in code and put in place after every `migrate` (SQLite drops a table's triggers whenever a migration rebuilds
the table), so no schema change can lose one silently.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import migrations, transaction

EVENTS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}


@dataclass(frozen=True)
class Guard:
    """Refuse the event on the table when the SQL condition over NEW holds; both databases must understand the condition.

    Of a deletion the condition speaks of OLD. `of` limits an update guard to changes of one column. The name is the rule, in words.
    """

    name: str
    table: str
    event: str
    condition: str
    of: str = ""


declared: dict[str, Guard] = {}


def refuse_when(name: str, *, table: str, event: str, condition: str, of: str = "") -> None:
    """Declare a guard, in a room's `guards` drawer."""
    declared[name] = Guard(name, table, event, condition, of)


def install_all(connection: Any) -> None:
    """Put every guard in place anew, all or none; guards of tables that do not exist yet are left out."""
    with transaction.atomic(using=connection.alias):
        existing = set(connection.introspection.table_names())
        for table in append_only_tables():
            if table in existing:
                install(connection, table)
        for guard in declared.values():
            if guard.table in existing:
                install_guard(connection, guard)


def remove_all(connection: Any) -> None:
    """Lift every guard: only for emptying test databases."""
    existing = set(connection.introspection.table_names())
    for table in append_only_tables():
        if table in existing:
            remove(connection, table)
    for guard in declared.values():
        if guard.table in existing:
            drop_trigger(connection, guard.name, guard.table)


def append_only_tables() -> list[str]:
    """Tables of the models that say `append_only = True`."""
    return [model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)]


def install(connection: Any, table: str) -> None:
    """Refuse UPDATE and DELETE (TRUNCATE too on PostgreSQL) of this table from now on."""
    remove(connection, table)
    for statement in _append_only_sql(connection.vendor, table):
        _execute(connection, statement)


def remove(connection: Any, table: str) -> None:
    for event in EVENTS[connection.vendor]:
        drop_trigger(connection, f"{table}_no_{event}", table)


def _append_only_sql(vendor: str, table: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION zt_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, lower(TG_OP) "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for event in EVENTS[vendor]:
        head = f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
        if vendor == "postgresql":
            yield head + "FOR EACH STATEMENT EXECUTE FUNCTION zt_refuse_change()"
        else:
            yield head + f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {event} refused'); END"


def install_guard(connection: Any, guard: Guard) -> None:
    drop_trigger(connection, guard.name, guard.table)
    for statement in _guard_sql(connection.vendor, guard):
        _execute(connection, statement)


def _guard_sql(vendor: str, guard: Guard) -> Iterator[str]:
    of = f" OF {guard.of}" if guard.of else ""
    head = f"CREATE TRIGGER {guard.name} BEFORE {guard.event.upper()}{of} ON {guard.table} FOR EACH ROW "
    if vendor == "postgresql":
        yield (
            f"CREATE OR REPLACE FUNCTION zt_{guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF ({guard.condition}) THEN RAISE EXCEPTION '{guard.name}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {'OLD' if guard.event == 'delete' else 'NEW'}; END $$"
        )
        yield head + f"EXECUTE FUNCTION zt_{guard.name}()"
    else:
        yield head + f"WHEN ({guard.condition}) BEGIN SELECT RAISE(ABORT, '{guard.name}'); END"


def drop_trigger(connection: Any, name: str, table: str) -> None:
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    _execute(connection, f"DROP TRIGGER IF EXISTS {name}{on}")


def _execute(connection: Any, statement: str) -> None:
    # No parameters: with None given, a driver leaves the percent signs of the messages alone.
    with connection.cursor() as cursor:
        cursor.execute(statement)


def append_only(table: str) -> migrations.RunPython:
    """A migration operation that makes a table append-only from its first row on."""
    return migrations.RunPython(_for(table, install), _for(table, remove))


def _for(table: str, change: Callable[[Any, str], None]) -> Callable[[Any, Any], None]:
    def apply(apps: Any, schema_editor: Any) -> None:
        change(schema_editor.connection, table)

    return apply
