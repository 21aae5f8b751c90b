"""`beffroi NOUN VERB`: one file per noun, loaded when it is called."""

from importlib import import_module

import click

from beffroi import __version__

NOUNS = {
    "demo": "site",
    "serve": "site",
    "towns": "towns",
    "data": "data",
    "indicators": "indicators",
    "release": "release",
    "people": "people",
    "reminders": "reminders",
    "journal": "journal",
    "facts": "facts",
    "bench": "bench",
}


class Nouns(click.Group):
    """Loads the file of a noun only when it is asked for, so that help and small commands start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(NOUNS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in NOUNS:
            return None
        return getattr(import_module(f"beffroi.cli.{NOUNS[cmd_name]}"), cmd_name)


@click.group(cls=Nouns, epilog="Example:  beffroi towns show acv-001")
@click.version_option(__version__, prog_name="beffroi")
def main() -> None:
    """Run a national town-centre programme and show whether it works.

    Exit codes: 0 done, 1 refused, 2 misused.
    """


if __name__ == "__main__":
    main()
