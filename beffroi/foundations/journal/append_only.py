"""The database itself refuses to change or delete a row of the journal (SQLite and PostgreSQL)."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REFUSAL = "the journal is append-only"

# A later migration that changes the table must guard it again on SQLite: Django remakes the table without its triggers.
SQLITE = {
    "journal_no_update": "before update on journal_entry",
    "journal_no_delete": "before delete on journal_entry",
    # `insert or replace` deletes the former row without the trigger above.
    "journal_no_replace": """before insert on journal_entry
        when exists (select 1 from journal_entry where id = new.id or sequence = new.sequence)""",
}
POSTGRESQL = [
    f"""create function journal_refuse() returns trigger language plpgsql as $$
    begin raise exception '{REFUSAL}' using errcode = 'check_violation'; end $$""",
    """create trigger journal_no_change before update or delete on journal_entry
    for each row execute function journal_refuse()""",
    """create trigger journal_no_truncate before truncate on journal_entry
    for each statement execute function journal_refuse()""",
]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name, moment in SQLITE.items():
            schema_editor.execute(f"create trigger {name} {moment} begin select raise(abort, '{REFUSAL}'); end")
    else:
        for statement in POSTGRESQL:
            schema_editor.execute(statement)
    apps.get_model("journal", "Head").objects.create(pk=1)


def unguard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name in SQLITE:
            schema_editor.execute(f"drop trigger {name}")
    else:
        schema_editor.execute("drop function journal_refuse() cascade")
