"""What a browser gets from the platform itself, and from nginx with the configuration that is shipped."""

import gzip
import http.client
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings

from zhengtong.portal import build as builds
from zhengtong.portal.build import staging
from zhengtong.portal.serving import HEADERS, INERT, with_built_files

ROOT = Path(__file__).resolve().parents[4]
CONF = ROOT / "deploy" / "nginx.conf"
VOICES = (
    "/jiucuo/",
    "/jiucuo",
    "/hdjl/",
    "/hdjl",
    "/hdjl/xx/",
    "/hdjl/cx/",
    "/hdjl/gk/",
    "/hdjl/gk/1/",
    "/hdjl/wd/",
    "/hdjl/tj/",
)
pytestmark = pytest.mark.django_db


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = int(status.split()[0]), dict(headers), body


def django(environ, start):
    start("200 OK", [("X-Served-By", "django")])
    return [b"django"]


def get(path, method="GET", **headers):
    environ = {
        "PATH_INFO": path.encode().decode("latin-1"),
        "REQUEST_METHOD": method,
        "wsgi.input": io.BytesIO(),
    }
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    setup_testing_defaults(environ)
    kept = []
    body = b"".join(with_built_files(django)(environ, lambda status, found: kept.append((status, found))))
    return Answer(*kept[0], body)


@pytest.fixture
def site(write, at):
    article = write("供浏览的通知")
    builds.build_all(at=at)
    files = staging.root() / "files" / "d1-aa"
    files.mkdir(parents=True)
    (files / "表.pdf").write_bytes(bytes(range(256)) * 8)
    return article


def path_of(article):
    return article.publications.latest("pk").path


def test_page__from_disk_with_its_headers(site):
    answer = get("/tzgg/")
    assert answer.status == 200
    assert answer.body == staging.on_disk("/tzgg/index.html").read_bytes()
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_page__compressed_for_who_takes_it(site):
    answer = get("/", accept_encoding="br, gzip;q=0.8")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.body) == staging.on_disk("/index.html").read_bytes()
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in get("/", accept_encoding="gzip;q=0").headers


def test_page__not_modified(site):
    mark = get("/").headers["ETag"]
    answer = get("/", if_none_match=mark)
    assert (answer.status, answer.body) == (304, b"")
    assert get("/", if_none_match='"other"').status == 200
    assert get("/", accept_encoding="gzip").headers["ETag"] != mark


def test_head__headers_alone(site):
    answer = get("/", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["Content-Length"]) == staging.on_disk("/index.html").stat().st_size


def test_folder_without_its_slash__is_sent_there(site):
    answer = get("/tzgg")
    assert (answer.status, answer.headers["Location"]) == (301, "/tzgg/")


def test_writing_to_a_file__is_not_allowed(site):
    assert get("/", "POST").status == 405


def test_live_addresses__go_to_django(site):
    for path in (
        "/search/",
        "/search",
        "/gfzd/cx/",
        "/gfzd/cx",
        "/console/",
        "/console",
        "/console/login/",
        *VOICES,
    ):
        assert get(path).headers.get("X-Served-By") == "django", path
    for path in ("/jiucuo/", "/hdjl/xx/", "/hdjl/cx/"):
        assert get(path, "POST").headers.get("X-Served-By") == "django", path


def test_unknown__the_built_page_with_404(site):
    answer = get("/nowhere/")
    assert answer.status == 404
    assert "没有找到这个页面" in answer.body.decode()


def test_withdrawn__is_gone(site, withdraw, at):
    withdraw(site)
    builds.build_all(at=at)
    assert get(path_of(site)).status == 410
    assert get(path_of(site).replace("t2026", "t2025")).status == 404


WAYS_OUT = (
        "/../secret-key", "/..%2fsecret-key", "//etc/passwd", "/tzgg/../../secret-key", "/.lock", "/.building/0", "/tzgg/./index.html",
        "/index.html.gz", "/tzgg\x00/index.html", "/tzgg/..", "/link/passwd", "/\\..\\x", "/" + "a" * 5000,
)  # fmt: skip


def test_no_way_out_of_the_site(site):
    (staging.root() / "link").symlink_to("/etc")
    for path in WAYS_OUT:
        answer = get(path)
        assert answer.status == 404, path
        assert b"root:" not in answer.body, path


def test_a_linked_file__is_not_served(site):
    (staging.root() / "passwd.html").symlink_to("/etc/passwd")
    assert get("/passwd.html").status == 404


def test_bytes_that_are_no_text__are_refused(site):
    environ = {"PATH_INFO": "\xff\xfe", "REQUEST_METHOD": "GET"}
    setup_testing_defaults(environ)
    kept = []
    with_built_files(django)(environ, lambda status, headers: kept.append(status))
    assert kept == ["400 Bad Request"]


def test_attachments__inert_and_in_parts(site):
    answer = get("/files/d1-aa/表.pdf", range="bytes=2-5")
    assert (answer.status, answer.body) == (206, bytes([2, 3, 4, 5]))
    assert answer.headers["Content-Range"] == "bytes 2-5/2048"
    assert answer.headers["Content-Security-Policy"] == INERT
    assert get("/files/d1-aa/表.pdf", range="bytes=9999-").status == 416
    assert len(get("/files/d1-aa/表.pdf", range="bytes=-10").body) == 10
    assert len(get("/files/d1-aa/表.pdf", range="bytes=x").body) == 2048


def test_assets__kept_for_ever(site):
    found = re.search(r'href="(/assets/site\.[0-9a-f]+\.css)"', staging.on_disk("/index.html").read_text())
    assert "immutable" in get(found[1]).headers["Cache-Control"]


def test_before_anything_is_built__django_answers(town):
    assert get("/").headers["X-Served-By"] == "django"


# ---- nginx ------------------------------------------------------------------------------------------------


def test_nginx_configuration__has_the_same_policies_as_the_platform():
    text = CONF.read_text()
    policies = dict(re.findall(r'^    (default|"~\^/files/")\s+"([^"]*;[^"]*)";', text, re.MULTILINE))
    assert directives(policies["default"]) == directives(HEADERS["Content-Security-Policy"])
    assert directives(policies['"~^/files/"']) == directives(INERT)
    for name in (
        "Permissions-Policy",
        "Referrer-Policy",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Cross-Origin-Opener-Policy",
    ):
        assert f'add_header {name} "{HEADERS[name]}" always;' in text


def directives(policy):
    return {tuple(sorted(one.split())) for one in policy.split(";") if one.strip()}


@pytest.fixture
def nginx(site, tmp_path):
    binary = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if binary is None:
        if "nginx" in os.environ.get("ZT_REQUIRE", ""):
            pytest.fail("nginx is required here and is not installed")
        pytest.skip("nginx is not installed: the shipped configuration is not tried out")
    port = free_port()
    text = (
        CONF.read_text()
        .replace("/srv/zhengtong/portal", str(settings.PORTAL_ROOT))
        .replace("/srv/zhengtong/static", str(tmp_path))
    )
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("listen [::]:80;", "")
    (tmp_path / "site.conf").write_text(text)
    main = tmp_path / "nginx.conf"
    main.write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/errors; worker_processes 1;{user()}\nevents {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; client_body_temp_path {tmp_path}/b; proxy_temp_path {tmp_path}/p;"
        f" fastcgi_temp_path {tmp_path}/f; uwsgi_temp_path {tmp_path}/u; scgi_temp_path {tmp_path}/s;\ninclude {tmp_path}/site.conf; }}\n"
    )
    tried = subprocess.run([binary, "-t", "-c", str(main)], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    running = subprocess.Popen([binary, "-c", str(main)])
    wait_for(port)
    yield port
    running.terminate()
    running.wait(10)


def user():
    return " user root;" if os.geteuid() == 0 else ""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("nginx did not answer")


def fetch(port, path, host="www.example.gov.cn", method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers={"Host": host, **headers})
    response = connection.getresponse()
    return response, response.read()


def test_nginx__serves_the_built_site_with_headers_twins_and_404(nginx):
    response, body = fetch(nginx, "/tzgg/")
    assert (response.status, body) == (200, staging.on_disk("/tzgg/index.html").read_bytes())
    assert directives(response.headers["Content-Security-Policy"]) == directives(
        HEADERS["Content-Security-Policy"]
    )
    response, body = fetch(nginx, "/", **{"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == staging.on_disk("/index.html").read_bytes()
    response, body = fetch(nginx, "/nowhere")
    assert response.status == 404
    assert "没有找到这个页面" in body.decode()
    response, _ = fetch(nginx, "/tzgg")
    assert (response.status, response.headers["Location"]) == (301, "/tzgg/")


def test_nginx__console_is_under_its_own_name_and_nothing_hidden_is_served(nginx):
    assert fetch(nginx, "/console/")[0].status == 404
    assert fetch(nginx, "/.lock")[0].status == 404
    assert fetch(nginx, "/index.html.gz")[0].status == 404
    assert fetch(nginx, "/", method="POST")[0].status in (403, 405)
    for live in ("/search/?q=x", "/gfzd/cx/?q=x"):
        assert fetch(nginx, live)[0].status == 502  # passed on; nobody answers behind it in this test
    assert fetch(nginx, "/gfzd/cx?q=a%20b")[0].headers["Location"] == "/gfzd/cx/?q=a%20b"
    assert fetch(nginx, "/gfzd/cx/", method="POST")[0].status == 403
    assert fetch(nginx, "/tzgg/", host="console.example.gov.cn")[0].status == 404


def test_nginx__passes_on_what_citizens_write_and_ask(nginx):
    for live in VOICES:
        if live.endswith("/"):
            assert fetch(nginx, live)[0].status == 502, (
                live
            )  # passed on; nobody answers behind it in this test
            assert fetch(nginx, live, method="DELETE")[0].status == 403, live
        else:
            assert fetch(nginx, live)[0].headers["Location"] == f"{live}/"
    for form in ("/jiucuo/", "/hdjl/xx/", "/hdjl/cx/"):
        assert fetch(nginx, form, method="POST")[0].status == 502, form
    assert fetch(nginx, "/jiucuo?page=%2Ftzgg%2F")[0].headers["Location"] == "/jiucuo/?page=%2Ftzgg%2F"


@pytest.mark.slow
def test_server__the_real_application_serves_files(site, tmp_path):
    """`zhengtong.wsgi` as the web server loads it, in a process of its own."""
    code = (
        "import io\nfrom wsgiref.util import setup_testing_defaults\nfrom zhengtong.wsgi import application\n"
        "environ={'PATH_INFO':'/tzgg/','REQUEST_METHOD':'GET'}\nsetup_testing_defaults(environ)\n"
        "print(b''.join(application(environ, lambda *a: print(a[0]))).decode())"
    )
    folder = tmp_path / "data"
    shutil.copytree(settings.PORTAL_ROOT, folder / "portal", ignore=shutil.ignore_patterns(staging.LOCK))
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"ZT_DATA": str(folder), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.startswith("200 OK"), done.stderr
    assert "通知公告" in done.stdout
