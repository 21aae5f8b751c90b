"""`beffroi people`: the first access of an installation, and those given from its machine."""

import click

from beffroi.cli.programme import open_programme


@click.group(epilog="Example:  beffroi people invite pilote@anct.example --role national_team --site https://…")
def people() -> None:
    """Who has access to the programme."""


@people.command(
    epilog="Example:  beffroi people invite agent@ville.example --role project_director --over territories "
    "--code acv-017 --organisation commune:15014 --site https://beffroi.example.org"
)
@click.argument("email")
@click.option("--role", required=True, help="national_team, state_region, state_local, project_director…")
@click.option("--over", default="nation", show_default=True, help="nation, region, department, territories or partner.")
@click.option("--code", "codes", multiple=True, help="A code of that kind, such as 76, 46 or acv-017; repeat it.")
@click.option("--organisation", default="anct:national", show_default=True, help="Its kind and code.")
@click.option("--site", required=True, help="The address of the site, which the link leads to.")
def invite(*, email: str, role: str, over: str, codes: tuple[str, ...], organisation: str, site: str) -> None:
    """Send EMAIL a link that opens an access once, and show the link.

    It is how the first person comes in; later, people invite each other from the site within their perimeter.
    """
    open_programme()
    from django.core.exceptions import ValidationError

    from beffroi.foundations.clock import now
    from beffroi.programme.people import operations, queries
    from beffroi.programme.people.models import Organisation
    from beffroi.programme.people.roles import Role, ScopeKind

    shown: list[str] = []

    def link_to(token: str) -> str:
        shown.append(f"{site.rstrip('/')}/compte/invitation/{token}/")
        return shown[-1]

    kind, _, code = organisation.partition(":")
    try:
        operations.invite(
            email,
            organisation=queries.organisation(kind, code=code),
            role=_member(Role, role, name="--role"),
            scope_kind=_member(ScopeKind, over, name="--over"),
            scope_codes=codes,
            link_to=link_to,
            by=None,
            at=now(),
        )
    except Organisation.DoesNotExist as refusal:
        message = (
            f"No organisation is « {organisation} ». Examples: anct:national, commune:15014, prefecture_region:76."
        )
        raise click.BadParameter(message, param_hint="--organisation") from refusal
    except (operations.AccessRefused, ValidationError) as refusal:
        raise click.ClickException(" ".join(getattr(refusal, "messages", [str(refusal)]))) from refusal
    click.echo(shown[0])


def _member(choices, value: str, *, name: str):
    try:
        return choices(value)
    except ValueError as refusal:
        raise click.BadParameter(f"« {value} » is none of {', '.join(choices.values)}.", param_hint=name) from refusal
