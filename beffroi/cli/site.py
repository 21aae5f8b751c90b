"""`beffroi demo` and `beffroi serve`: the site, in the foreground."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from beffroi.cli.programme import add_demonstration, prepare_programme, publish_facts
from beffroi.foundations import background
from beffroi.observatory.release.read import faults

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
host_option = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
port_option = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
workers_option = click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))


@click.command(epilog="Example:  beffroi demo --port 8000")
@click.option("--prepare", is_flag=True, help="Make everything ready and return, serving nothing.")
@click.option("--pages", is_flag=True, help="With --prepare: make now the pages that are otherwise made while serving.")
@click.option(
    "--demonstration",
    type=click.Choice(("full", "small", "none")),
    default="full",
    show_default=True,
    help="How many made-up actions a new installation gets: 9,000, 900, or none.",
)
@host_option
@port_option
@workers_option
def demo(*, prepare: bool, pages: bool, demonstration: str, host: str, port: int, workers: int) -> None:
    """Serve the site with the shipped release, saying on every page that it is a demonstration.

    Needs no network, no database server and no secret: what it writes is in the folder that BEFFROI_HOME names.
    """
    if pages and not prepare:
        raise click.UsageError("--pages goes with --prepare: without it, pages are made while the site is served.")
    os.environ["BEFFROI_ENV"] = "demo"
    if host not in LOOPBACK:
        os.environ.setdefault("BEFFROI_HOSTS", "*")
    if not prepare:
        refuse_taken_port(host, port)
    check_settings_and_release()
    prepare_programme()
    add_demonstration(demonstration)
    publish_facts()
    make_assets()
    if prepare:
        if pages:
            make_pages()
        click.echo("Ready: `beffroi demo` serves the site.")
        return
    with letters_shown_meanwhile(f"http://{shown(host)}:{port}"):
        serve_site(host=host, port=port, workers=workers)


@click.command(epilog="Example:  BEFFROI_HOSTS=beffroi.example.org BEFFROI_SECRET_KEY=… beffroi serve --port 8000")
@host_option
@port_option
@workers_option
def serve(*, host: str, port: int, workers: int) -> None:
    """Serve the site for real; BEFFROI_HOSTS and BEFFROI_SECRET_KEY must be set.

    Behind a proxy that ends TLS, say so with BEFFROI_BEHIND_PROXY=1.
    """
    if os.environ.setdefault("BEFFROI_ENV", "production") == "demo":
        raise click.ClickException(
            "`beffroi serve` serves a real installation, and BEFFROI_ENV says demo: unset it, or run `beffroi demo`."
        )
    refuse_taken_port(host, port)
    check_settings_and_release()
    prepare_programme()
    refuse_demonstration()
    publish_facts()
    make_assets()
    serve_site(host=host, port=port, workers=workers)


def check_settings_and_release() -> None:
    """Refuse with a sentence, before any worker starts, what would stop each of them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        release = settings.BEFFROI_RELEASE
    except ImproperlyConfigured as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if fault := next(faults(release), None):
        raise click.ClickException(f"The site does not start: the release is damaged. {fault}")


def refuse_demonstration() -> None:
    """What was made up is shown by `beffroi demo` alone, which says so on every page."""
    from beffroi.programme.demonstration.presence import REFUSAL, demonstration_is_there

    if demonstration_is_there():
        raise click.ClickException(REFUSAL)


def make_assets() -> None:
    """The files that pages load, made now if they are not there yet; a second run is quick."""
    made = subprocess.run([sys.executable, "-m", "beffroi.web.build", "--collect"], check=False)
    if made.returncode != 0:
        raise click.ClickException("The files that pages load could not be made; see above.")


def make_pages() -> None:
    """The pages that everyone reads, made and kept on disk; what a first run made, a second one does not."""
    if subprocess.run([sys.executable, "-m", "beffroi.web.prerender"], check=False).returncode != 0:
        raise click.ClickException("The pages could not be made; see above.")


@contextmanager
def pages_made_meanwhile() -> Iterator[None]:
    """While the site is served, a process that gives way to all others makes the pages that nobody asked for yet."""
    maker = background.start("beffroi.web.prerender", "--background")
    try:
        yield
    finally:
        maker.kill()  # a page is whole on disk or not there: the next run goes on from here
        maker.wait()


@contextmanager
def facts_followed() -> Iterator[None]:
    """While the site is served, a process publishes the facts anew whenever the programme was written."""
    follower = background.start("beffroi.programme.facts.following")
    try:
        yield
    finally:
        follower.kill()  # an edition is whole or not there
        follower.wait()


@contextmanager
def letters_shown_meanwhile(site: str) -> Iterator[None]:
    """The reminders of the day, shown on the console of a demonstration: an installation has a clock for them."""
    words = ["reminders", "send", "--site", site]
    sender = subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "-m", "beffroi.cli.main", *words], stdin=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        sender.terminate()  # what it was to send and did not is sent at the next start
        sender.wait()


def shown(host: str) -> str:
    """The host as an address has it."""
    return f"[{host}]" if ":" in host else host


def refuse_taken_port(host: str, port: int) -> None:
    """The server shares its port between workers, so it would not notice another program on it: look first."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            other = port % 65535 + 1
            raise click.ClickException(
                f"Cannot listen on {host}, port {port}: {error.strerror or error}. Choose another: --port {other}."
            ) from error


def serve_site(*, host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    click.echo(f"Beffroi: http://{shown(host)}:{port}/   (Ctrl-C stops it)")
    server = Granian(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,  # pages are computed once and kept: more threads would only wait for one another
        backpressure=256,
        log_level=LogLevels.warning,
    )
    with facts_followed(), pages_made_meanwhile():
        server.serve()
