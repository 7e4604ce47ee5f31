from django.db import migrations

from zhengtong.engine.ledger.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial")]
    operations = [append_only("clocks_clockevent")]
