"""`beffroi demo` and `beffroi serve`, as someone types them on a fresh machine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest

from beffroi.observatory.release.read import SHIPPED


@pytest.fixture(scope="module", autouse=True)
def _installation(tmp_path_factory):
    """What the commands write goes to a folder of this module, never to the home of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HOME_OF_TESTS", str(tmp_path_factory.mktemp("installation")))
        yield


def beffroi(*arguments, **variables):
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("BEFFROI_", "DATABASE_"))}
    environment = outside | {"BEFFROI_HOME": os.environ["HOME_OF_TESTS"]} | variables
    return subprocess.Popen(
        [sys.executable, "-c", "from beffroi.cli.main import main; main()", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def refused(*arguments, **variables):
    process = beffroi(*arguments, **variables)
    _out, error = process.communicate(timeout=60)
    return process.returncode, error


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def demonstration(free_port):
    process = beffroi("demo", "--demonstration", "small", "--port", str(free_port))
    address = f"http://127.0.0.1:{free_port}"
    try:
        wait_until_ready(process, address)
        yield process, address
    finally:
        process.kill()
        process.communicate()


def wait_until_ready(process, address, *, seconds=120):
    for _ in range(seconds * 5):
        assert process.poll() is None, process.communicate()
        try:
            if httpx.get(f"{address}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail(f"not ready after {seconds} s")


def test_a_demonstration_is_served_says_so_and_ends_cleanly_on_control_c(demonstration):
    process, address = demonstration

    home = httpx.get(f"{address}/", headers={"Accept-Encoding": "gzip"})
    assert home.status_code == 200
    assert "Site de démonstration." in home.text
    assert home.headers["Content-Encoding"] == "gzip"

    style = home.text.split('<link rel="stylesheet" href="')[1].split('"')[0]
    sent = httpx.get(f"{address}{style}", headers={"Accept-Encoding": "br"})
    assert sent.headers["Content-Encoding"] == "br"
    assert "immutable" in sent.headers["Cache-Control"]

    head = httpx.head(f"{address}/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == home.headers["ETag"]

    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=20)
    assert process.returncode == 0
    assert address in out
    assert "Traceback" not in error


@pytest.fixture(scope="module")
def prepared():
    """What `beffroi demo --prepare` says; the installation of the module then holds a demonstration."""
    process = beffroi("demo", "--prepare", "--demonstration", "small")
    out, error = process.communicate(timeout=240)
    return process.returncode, out, error


def test_preparing_a_demonstration_makes_it_ready_and_returns(prepared):
    code, out, error = prepared

    assert code == 0, error
    assert "Ready" in out


def test_making_pages_at_once_is_a_part_of_preparing():
    code, error = refused("demo", "--pages")

    assert code == 2
    assert "--pages goes with --prepare" in error


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use_is_refused_with_another_to_try(command):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code, error = refused(command, "--port", str(port))

    assert code == 1
    assert f"Cannot listen on 127.0.0.1, port {port}" in error
    assert f"--port {port + 1}" in error
    assert "Traceback" not in error


def test_a_real_service_without_its_secret_is_refused_with_what_to_set(free_port):
    code, error = refused("serve", "--port", str(free_port))

    assert code == 1
    assert "BEFFROI_SECRET_KEY is not set" in error
    assert "Traceback" not in error


def test_the_service_of_a_real_installation_refuses_to_be_told_that_it_is_a_demonstration(free_port):
    code, error = refused("serve", "--port", str(free_port), BEFFROI_ENV="demo")

    assert code == 1
    assert "BEFFROI_ENV says demo" in error


def test_a_demonstration_is_never_served_as_a_real_installation(prepared, free_port):
    """Its role accounts open with one click, and its money was made up."""
    real = {"BEFFROI_SECRET_KEY": "k" * 60, "BEFFROI_HOSTS": "beffroi.example.org"}

    code, error = refused("serve", "--port", str(free_port), **real)
    worker = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        env=os.environ | real | {"BEFFROI_ENV": "production", "BEFFROI_HOME": os.environ["HOME_OF_TESTS"]},
        capture_output=True,
        text=True,
        check=False,
    )

    assert code == worker.returncode == 1
    assert "holds a demonstration" in error
    assert "holds a demonstration" in worker.stderr


def test_a_damaged_release_is_not_served_and_the_file_is_named(tmp_path, free_port):
    release = tmp_path / "release"
    shutil.copytree(SHIPPED, release)
    (release / "peers.csv").unlink()

    code, error = refused("demo", "--port", str(free_port), BEFFROI_RELEASE=str(release))

    assert code == 1
    assert f"{release / 'peers.csv'}: absent" in error
    assert "Traceback" not in error
