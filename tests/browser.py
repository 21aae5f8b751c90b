"""A real browser on a real server, shared by the tests of every room of the site.

`site_url` is the site on loopback, `browser_page` a fresh page of Chromium, `axe(page)` what axe-core finds wrong.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from playwright.sync_api import Browser, Page, sync_playwright

from beffroi.web import build

# The shell is the same engine without the windows of a desktop, which draw pages of their own beside ours: a third less
# to compute. Where it is not installed, the whole browser shows the same.
SHELL, WHOLE = "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"
CHROMIUM = SHELL if Path(SHELL).exists() else WHOLE
# Without these Chromium looks for its maker's hosts at every start; SwiftShader draws WebGL where there is no card, and
# WebGL alone: pages put together by it too would take the processor twice as long.
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-compositing",
]
AXE = build.BUILT / "axe" / "axe.min.js"
# The dark scheme changes colours and nothing else: on a walk every rule is asked in the light, these in the dark. They
# are the rules that read colours (the third one, color-contrast-enhanced, is of WCAG AAA).
OF_COLOURS = ("color-contrast", "link-in-text-block")
RULES_IN = {"light": (), "dark": OF_COLOURS}
# Of what axe can read beforehand, these rules need sound and film; style sheets are for one that it holds experimental.
BEFOREHAND = "preload: {assets: ['media']}"
RULES = (
    "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'], "
    f"resultTypes: ['violations'], {BEFOREHAND}}}"
)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None: ...


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """The address of the site, served from this process."""
    from config.wsgi import application

    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.daemon_threads = True
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def browser_page(browser: Browser, site_url: str) -> Iterator[Page]:
    """A page of 1280 × 900 whose relative addresses are the site's. It fails the test on any breach of the policy."""
    context = browser.new_context(base_url=site_url, viewport={"width": 1280, "height": 900}, locale="fr-FR")
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "request", lambda request: None if _is_ours(request.url, site_url) else faults.append(f"left: {request.url}")
    )
    yield page
    context.close()
    assert not faults, faults


@pytest.fixture
def open_page(browser: Browser, site_url: str) -> Iterator[Callable[..., Page]]:
    """Opens a page with other settings: `open_page(color_scheme="dark", viewport=…, java_script_enabled=False)`."""
    contexts = []

    def opened(**settings: object) -> Page:
        contexts.append(browser.new_context(base_url=site_url, locale="fr-FR", **settings))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def axe(page: Page, *, only: Sequence[str] = (), within: str = "") -> list[str]:
    """What axe-core finds wrong, `within` a part of the page if one is named: WCAG 2.1 A and AA, best practice."""
    # Nothing is pointed at. In the shell the pointer is at first on the corner of the page: our name, on a telephone.
    page.mouse.move(-1, -1)
    # An element whose id is "axe" is a property of the window too.
    if not page.evaluate("typeof window.axe?.run === 'function'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    asked = f"{{runOnly: {{type: 'rule', values: {list(only)}}}, resultTypes: ['violations']}}" if only else RULES
    where = f"'{within}'" if within else "document"
    found = page.evaluate(f"async () => (await axe.run({where}, {asked})).violations")
    return [f"{rule['id']}: {node['target']} {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def screenshot(page: Page, path: Path) -> None:
    """The whole page, once fonts are there."""
    page.evaluate("document.fonts.ready")
    page.screenshot(path=path, full_page=True)


def _is_ours(address: str, site_url: str) -> bool:
    return address.startswith((site_url, "data:", "blob:"))
