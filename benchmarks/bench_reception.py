"""10,000 messages from 200 clients while the server is killed twice, on SQLite and on PostgreSQL (ZT_TEST_POSTGRES_URL).

The peer is a plain Django view that inserts the same letter into the same database before it answers: the same forms, served alike.
"""

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests" / "load")]

import besieged  # noqa: E402
import town  # noqa: E402
from tests.conftest import free_port, fresh_postgresql  # noqa: E402

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "200"))
EACH = int(os.environ.get("BENCH_EACH", "50"))


def main() -> None:
    outcomes = []
    with ExitStack() as at_the_end:
        for database in ("sqlite", "postgresql") if os.environ.get("ZT_TEST_POSTGRES_URL") else ("sqlite",):
            folder = Path(tempfile.mkdtemp(prefix="zhengtong-siege-"))
            url = (
                fresh_postgresql(at_the_end)
                if database == "postgresql"
                else f"sqlite:///{folder / 'zt.sqlite3'}"
            )
            environment = besieged.prepared(folder, url)
            outcomes.append(
                besieged.besiege(
                    environment, free_port(), clients=CLIENTS, each=EACH, kills=2, database=database
                )
            )
            print(outcomes[-1].line(), flush=True)
            if database == "sqlite":
                peer = besieged.besiege(
                    environment, free_port(), clients=CLIENTS, each=max(1, EACH // 10), kills=0,
                    database="peer: Django inserts at once (sqlite)", application="reception_peer:application",
                )  # fmt: skip
                print(peer.line(), flush=True)
                outcomes.append(peer)
    town.table(
        f"{CLIENTS} clients write, the server is killed twice",
        ("where", "codes", "codes/s", "median ms", "slowest s", "unknown afterwards"),
        [(o.database, o.codes, o.rate, o.median * 1000, o.slowest, len(o.unknown)) for o in outcomes],
    )
    town.ratio("Tray over inserting at once (codes/s while up)", outcomes[0].rate / outcomes[1].rate)
    if any(o.unknown or o.failed for o in outcomes):
        raise SystemExit("messages were lost")


if __name__ == "__main__":
    main()
