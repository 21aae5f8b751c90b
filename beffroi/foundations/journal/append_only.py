"""The database itself refuses to change or delete a row of the journal (SQLite and PostgreSQL)."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REFUSAL = "the journal is append-only"

SQLITE = [
    f"create trigger journal_no_{verb} before {verb} on journal_entry begin select raise(abort, '{REFUSAL}'); end"
    for verb in ("update", "delete")
]
POSTGRESQL = [
    f"""create function journal_refuse() returns trigger language plpgsql as $$
    begin raise exception '{REFUSAL}' using errcode = 'check_violation'; end $$""",
    """create trigger journal_no_change before update or delete on journal_entry
    for each row execute function journal_refuse()""",
    """create trigger journal_no_truncate before truncate on journal_entry
    for each statement execute function journal_refuse()""",
]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)
    apps.get_model("journal", "Head").objects.create(pk=1)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("drop trigger journal_no_update")
        schema_editor.execute("drop trigger journal_no_delete")
    else:
        schema_editor.execute("drop function journal_refuse() cascade")
