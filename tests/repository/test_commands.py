"""Every command says what it does, with an example to copy."""

import click
import pytest

from beffroi.cli.main import main


def commands(group=main, path=("beffroi",)):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield " ".join((*path, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize(("name", "command"), [pytest.param(n, c, id=n) for n, c in commands()])
def test_command_has_help_and_an_example(name, command):
    shown = command.get_help(click.Context(command, info_name=name))
    assert command.help, f"{name} says nothing of itself"
    assert "Example" in shown, f"{name} shows no example"
    assert name.split()[-1] in shown.split("Example")[1]
