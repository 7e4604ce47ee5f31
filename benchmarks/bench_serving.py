"""Serving a built article: the file by our server, and the same page rendered by Django at each request. Both under Granian."""

import http.client
import socket
import threading
import time

import town

REQUESTS, CLIENTS = 2000, 4


def main() -> None:
    town.set_up()
    from zhengtong.publishing.models import Publication

    path = Publication.objects.filter(ended_at__isnull=True).latest("pk").path
    rows = []
    for name, application, count in (
        ("built file (zhengtong.wsgi)", "zhengtong.wsgi:application", REQUESTS),
        ("rendered by Django at each request", "peers:application", REQUESTS // 10),
    ):
        rows.append((name, *measured(application, path, count)))
    town.table(
        f"Serving one article, {CLIENTS} clients, loopback, one process",
        ("how", "requests", "requests/s", "median ms", "95 % ms"), rows,
    )  # fmt: skip
    town.ratio("Built file over rendering", rows[0][2] / rows[1][2])


def measured(application: str, path: str, count: int) -> tuple[int, float, float, float]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = town.served(application, port)
    try:
        wait_for(port, path)
        samples: list[float] = []
        clients = [
            threading.Thread(target=ask, args=(port, path, count // CLIENTS, samples)) for _ in range(CLIENTS)
        ]
        began = time.perf_counter()
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        took = time.perf_counter() - began
        assert len(samples) == count, f"{count - len(samples)} requests failed"
        return count, count / took, *town.milliseconds(samples)
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int, path: str) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            ask(port, path, 20, [])
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def ask(port: int, path: str, count: int, samples: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(count):
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, answer.status
        assert len(body) > 1000
        samples.append(time.perf_counter() - began)
    connection.close()


if __name__ == "__main__":
    main()
