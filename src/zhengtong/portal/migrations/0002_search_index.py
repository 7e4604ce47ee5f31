"""The full-text index, by database: an FTS5 table keyed by the document's row, or a column of lexemes with a GIN index."""

from django.db import migrations

MAKE = {
    # Tokens come separated by spaces (zhengtong.tools.search.characters), so the tokenizer only has to split.
    # The table keeps its tokens: SQLite 3.40 cannot delete single rows of a contentless one.
    "sqlite": ["CREATE VIRTUAL TABLE portal_search USING fts5(title, text, tokenize = 'unicode61 remove_diacritics 0')"],
    "postgresql": [
        "ALTER TABLE portal_searchdocument ADD COLUMN words tsvector",
        "CREATE INDEX documents_by_words ON portal_searchdocument USING gin (words)",
    ],
}
DROP = {
    "sqlite": ["DROP TABLE portal_search"],
    "postgresql": ["DROP INDEX documents_by_words", "ALTER TABLE portal_searchdocument DROP COLUMN words"],
}


def run(statements):
    def operation(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunPython(run(MAKE), run(DROP))]
