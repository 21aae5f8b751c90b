"""The State's design system as this site serves it: one stylesheet per brand, only the icons it names.

Two changes are made to what its package ships: paths of icons, and a dark theme that does not wait for a script.
"""

import re
import shutil
from pathlib import Path

ICON_FAMILIES = ("arrows", "buildings", "business", "document", "editor", "map", "system")
ICON = re.compile(r"url\((?:\.\./)*(icons/[\w-]+/[\w-]+\.svg)\)")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
RULE = re.compile(r"([^{}]*data-fr-theme=\"?dark\"?\][^{}]*)\{([^{}]*)\}")
DARK = re.compile(r"(:root)?\[data-fr-theme=\"?dark\"?\]")
PUBLIC_SANS = "".join(
    f'@font-face{{font-display:swap;font-family:"Public Sans";font-style:normal;font-weight:{weight};'
    f'src:url(../fonts/public-sans-{subset}-{weight}-normal.woff2) format("woff2");unicode-range:{points}}}'
    for weight in (400, 500, 700)
    for subset, points in (
        ("latin", "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2212"),
        ("latin-ext", "U+0100-02BA,U+02BD-02C5,U+1E00-1E9F,U+20A0-20AB,U+20AD-20C0"),
    )
)


def make(*, package: Path, out: Path) -> None:
    """Write dsfr.css (an open font), dsfr-etat.css (Marianne), the script, the icons and Marianne's files to `out`."""
    shared = [package / "dsfr.main.min.css", package / "dsfr.print.min.css"]
    icons = [package / "utility" / "icons" / f"icons-{name}" / f"icons-{name}.main.min.css" for name in ICON_FAMILIES]
    text = "".join(file.read_text(encoding="utf-8") for file in [*shared, *icons])
    text = ICON.sub(r"url(\1)", text)
    text += dark_without_script(text)
    (out / "dsfr-etat.css").write_text(text, encoding="utf-8")
    (out / "dsfr.css").write_text(
        PUBLIC_SANS + FONT_FACE.sub("", text).replace("Marianne", '"Public Sans"'), encoding="utf-8"
    )
    for icon in sorted(set(ICON.findall(text))):
        (out / icon).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(package / icon, out / icon)
    shutil.copytree(package / "fonts", out / "fonts")
    shutil.copy(package / "dsfr.module.min.js", out)


def dark_without_script(text: str) -> str:
    """The rules of the dark theme again, for a reader whose system is dark and whose browser runs no script."""
    rules = (f"{DARK.sub(':root:not([data-fr-theme])', selector)}{{{body}}}" for selector, body in RULE.findall(text))
    return f"@media (prefers-color-scheme:dark){{{''.join(rules)}}}"
