from django.db import migrations

from zhengtong.engine.ledger.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]
    operations = [append_only("evidence_evidence"), append_only("evidence_exhibit")]
