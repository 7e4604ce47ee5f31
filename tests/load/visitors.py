"""Many citizens writing at once, as browsers do it: the form is opened, filled in, sent, and sent again when nothing comes back.

Plain asyncio and sockets: two hundred clients cost next to nothing beside the server they press on.
"""

import asyncio
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

import lxml.html

NUMERALS = "零一二三四五六七八九十"
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}\b")
QUESTION = re.compile(r"([一二三四五六七八九十]+)加([一二三四五六七八九十]+)等于几")
PATIENCE = 60.0


@dataclass
class Tally:
    """What happened: codes handed out with their texts, seconds of each answered POST, and how often a client had to try again."""

    codes: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    again: int = 0
    questions: int = 0
    failed: list[str] = field(default_factory=list)


async def ask(port: int, path: str, *, address: str, typed: dict[str, str] | None = None) -> tuple[int, str]:
    """One request over a connection of its own. Raises OSError where nobody answers to the end."""
    reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), 20)
    try:
        body = urlencode(typed).encode() if typed is not None else b""
        head = [
            f"{'POST' if typed is not None else 'GET'} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            f"X-Real-IP: {address}",
        ]
        head += ["Connection: close", f"Content-Length: {len(body)}"]
        if typed is not None:
            head.append("Content-Type: application/x-www-form-urlencoded")
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        await writer.drain()
        answer = await asyncio.wait_for(reader.read(), 60)
    finally:
        writer.close()
    head_bytes, _, text = answer.partition(b"\r\n\r\n")
    if not head_bytes.startswith(b"HTTP/1.1 ") or b"</html>" not in text[-400:]:
        raise ConnectionError("the answer broke off")
    return int(head_bytes[9:12]), text.decode()


def filled_in(page: str, path: str, said: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Where the page's form is sent, and its fields: hidden ones as they are, the others as `said`."""
    for form in lxml.html.fromstring(page).forms:
        if form.method == "POST":
            fields = {name: str(value or "") for name, value in form.form_values()}
            answer = QUESTION.search(page)
            if answer:
                fields["answer"] = str(sum(NUMERALS.index(word) for word in answer.groups()))
            names = {element.get("name") for element in form.xpath(".//*[@name]")}
            return form.action or path, fields | {
                name: value for name, value in said.items() if name in names
            }
    raise ConnectionError("there is no form on the page")


async def write(port: int, path: str, said: dict[str, str], *, address: str, tally: Tally) -> None:
    """Send one message until a code is on the page; a broken connection is met as people meet it: the same form once more."""
    until = time.monotonic() + PATIENCE
    page, typed, action = "", {}, path
    while time.monotonic() < until:
        try:
            if not page:
                _, page = await ask(port, path, address=address)
                action, typed = filled_in(page, path, said)
            began = time.perf_counter()
            _, shown = await ask(port, action, address=address, typed=typed)
        except (TimeoutError, OSError):
            tally.again += 1
            await asyncio.sleep(0.3)
            continue
        code = CODE.search(shown)
        if code:
            tally.seconds.append(time.perf_counter() - began)
            tally.codes[code[0]] = said["title"]
            return
        if QUESTION.search(shown):
            tally.questions += 1
        page = shown
        action, typed = filled_in(shown, path, said)
    tally.failed.append(said["title"])


async def crowd(port: int, path: str, *, clients: int, each: int, tally: Tally) -> None:
    """So many clients, each writing one message after the other from an address of its own."""

    async def client(number: int) -> None:
        address = f"10.{number // 250}.{number % 250}.9"
        for count in range(each):
            said = {
                "title": f"来访者{number}的第{count}件", "body": f"演示内容：第{number}位来访者的第{count}件来信。",
                "kind": ("enquiry", "suggestion", "complaint", "request")[count % 4],
            }  # fmt: skip
            await write(port, path, said, address=address, tally=tally)

    await asyncio.gather(*(client(number) for number in range(clients)))


async def lost(port: int, path: str, codes: list[str], *, at_once: int = 20) -> list[str]:
    """The codes that the query page does not know."""
    missing: list[str] = []
    gate = asyncio.Semaphore(at_once)

    async def look(number: int, code: str) -> None:
        address = f"10.200.{number % 250}.{number // 250}"
        async with gate:
            for _ in range(30):
                try:
                    _, page = await ask(port, path, address=address)
                    action, typed = filled_in(page, path, {"code": code})
                    status, shown = await ask(port, action, address=address, typed=typed)
                    break
                except (TimeoutError, OSError):
                    await asyncio.sleep(0.3)
            else:
                status, shown = 0, ""
            if status != 200 or not ("留言编号" in shown or "正在登记" in shown):
                missing.append(code)

    await asyncio.gather(*(look(number, code) for number, code in enumerate(codes)))
    return missing
