"""Remakes the picture of the README from the demonstration: `make picture`."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright

PORT = 8765
SITE = f"http://127.0.0.1:{PORT}"
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


def main() -> None:
    beffroi = Path(sys.executable).with_name("beffroi")
    with tempfile.TemporaryDirectory() as home:
        environment = {"BEFFROI_HOME": home, "PATH": "/usr/bin:/bin"}
        site = subprocess.Popen([beffroi, "demo", "--port", str(PORT)], env=environment)  # noqa: S603
        try:
            _wait()
            _take(Path(__file__).with_name("home.png"))
        finally:
            site.terminate()
            site.wait()


def _wait() -> None:
    for _ in range(240):
        try:
            if httpx.get(f"{SITE}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(1)
    sys.exit("The demonstration was not ready after four minutes.")


def _take(picture: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS + QUIET)
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(f"{SITE}/")
        page.locator("[data-atlas]").scroll_into_view_if_needed()  # the live map wakes when it is seen
        page.locator("[data-state=idle]").wait_for(timeout=120_000)
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=picture, full_page=True, clip={"x": 0, "y": 0, "width": 1280, "height": 2250})
        browser.close()


if __name__ == "__main__":
    main()
