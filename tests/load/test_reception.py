"""A crowd writes and the server is killed twice: every query code that was handed out can be queried afterwards (5.7).

Here in small; `python benchmarks/bench_reception.py` does it with 10,000 messages from 200 clients and prints the figures.
"""

import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.conftest import DATABASES, free_port, fresh_postgresql

sys.path.insert(0, str(Path(__file__).parent))
from besieged import besiege, prepared

pytestmark = pytest.mark.slow
CLIENTS, EACH, KILLS = 40, 25, 2


@pytest.fixture(params=DATABASES)
def installation(request, tmp_path):
    """A demo district on this database, not served yet."""
    with ExitStack() as at_the_end:
        url = (
            fresh_postgresql(at_the_end)
            if request.param == "postgresql"
            else f"sqlite:///{tmp_path / 'zt.sqlite3'}"
        )
        yield request.param, prepared(tmp_path, url)


def test_crowd__loses_no_message_that_got_its_code_though_the_server_is_killed_twice(installation):
    database, environment = installation
    outcome = besiege(environment, free_port(), clients=CLIENTS, each=EACH, kills=KILLS, database=database)
    print(outcome.line())
    assert outcome.failed == 0
    assert outcome.codes == CLIENTS * EACH
    assert outcome.unknown == []
    assert outcome.registered == outcome.codes
