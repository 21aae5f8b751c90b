"""Journey 2: an action goes from idea to delivered and paid; two funders, one refusal, a delay with its cause."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from beffroi.programme.actions.models import Action
from beffroi.programme.money.models import FundingLine
from beffroi.programme.people.roles import OrganisationKind
from tests.browser import axe
from tests.programme import making

pytestmark = pytest.mark.browser
HALL = "Halle gourmande"


def told(page: Page, move: str, **fields: str) -> None:
    """Press the button of a move and say what its form asks."""
    page.get_by_role("link", name=move, exact=True).click()
    send(page, move, **fields)


def send(page: Page, button: str, **fields: str) -> None:
    for name, value in fields.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name=button, exact=True).click()


def add_line(page: Page, action: Action, funder: object, *, instrument: str, planned: str) -> None:
    page.goto(f"/bureau/actions/{action.pk}/")
    page.get_by_role("link", name="Ajouter une ligne de financement").click()
    send(page, "Ajouter la ligne", funder=str(funder.pk), instrument=instrument, origin="earmarked", planned=planned)


def open_line(page: Page, action: Action, funder: object) -> None:
    page.goto(f"/bureau/actions/{action.pk}/")
    page.get_by_role("link", name=funder.name, exact=True).last.click()


def euros(shown: str) -> int:
    return int("".join(filter(str.isdecimal, shown)))


def test_an_action_goes_from_idea_to_delivered_and_paid(enter, on):
    place = making.territory("acv-017")
    town = making.organisation(code="15014", name="Ville d’Aurillac")
    region = making.organisation(OrganisationKind.REGION, code=place.region, name="Région Auvergne-Rhône-Alpes")
    department = making.organisation(OrganisationKind.DEPARTMENT, code="15", name="Département du Cantal")
    bank = making.organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national", name="Banque des Territoires")
    director = enter(making.project_director("acv-017", of=town))
    banker = enter(making.partner(of=bank))

    # January 2023. The director writes an idea.
    on(date(2023, 1, 10))
    director.goto("/bureau/actions/")
    director.get_by_role("link", name="Ajouter une action").click()
    axis = director.locator("[name=axis] option").nth(2).get_attribute("value")
    send(
        director,
        "Ajouter l’action",
        title=HALL,
        axis=axis,
        owner=str(town.pk),
        cost="500 000",
        end_date="2024-02-01",
        site="2.4447, 44.9267",
    )
    expect(director.get_by_role("heading", level=1)).to_contain_text(HALL)
    action = Action.objects.get()

    # It is studied; to be programmed it needs a whole plan, and the sheet says so.
    told(director, "Mettre à l’étude")
    expect(director.get_by_text("Bouclez le plan de financement")).to_be_visible()
    assert axe(director) == []
    for funder, instrument, planned in (
        (region, "grant", "200 000"),
        (bank, "loan", "200 000"),
        (town, "own_funds", "100 000"),
    ):
        add_line(director, action, funder, instrument=instrument, planned=planned)
    told(director, "Programmer")

    # Spring: two requests leave. The bank refuses, in its own name, and says why.
    on(date(2023, 4, 3))
    for funder in (region, bank):
        open_line(director, action, funder)
        told(director, "Demander", day="2023-04-02")
    open_line(banker, action, bank)
    told(banker, "Refuser", reason="Le prêt dépasse la capacité de la commune.")
    expect(banker.get_by_text("Le prêt dépasse la capacité").first).to_be_visible()

    # The region accepts: the director cites its paper, since she does not speak in its name.
    on(date(2023, 6, 20))
    open_line(director, action, region)
    told(director, "Accepter", amount="200 000", day="2023-06-15")
    expect(director.get_by_text("Joignez ou citez la pièce du financeur")).to_be_visible()
    send(director, "Accepter", reference="Délibération 2023-418")
    told(director, "Engager", amount="200 000", day="2023-06-20", reference="Convention 2023-77")
    assert axe(director) == []

    # Another funder takes the place of the bank.
    add_line(director, action, department, instrument="grant", planned="200 000")
    open_line(director, action, department)
    told(director, "Demander", day="2023-06-20")
    told(director, "Accepter", day="2023-06-20", reference="Délibération 31")
    told(director, "Engager", day="2023-06-20", reference="Arrêté 2023-12")

    # The town votes its own share, and commits it.
    open_line(director, action, town)
    told(director, "Accepter", amount="100 000", day="2023-06-20", reference="Budget 2023")
    told(director, "Engager", amount="100 000", day="2023-06-20", reference="Budget 2023")

    # The money is there: committed, then works.
    director.goto(f"/bureau/actions/{action.pk}/")
    told(director, "Engager")
    told(director, "Lancer les travaux", start_date="2023-06-20")

    # March 2024: the delivery is overdue. To deliver, the cause of the delay must be said.
    on(date(2024, 3, 15))
    director.goto(f"/bureau/actions/{action.pk}/")
    expect(director.get_by_text("Cette action est en retard")).to_be_visible()
    told(director, "Livrer", delivered_date="2024-03-14")
    expect(director.get_by_text("indiquez la cause du retard")).to_be_visible()
    send(director, "Livrer", late_cause="heritage", late_note="Fouilles préventives de l’automne.")

    # It is delivered. The region pays a part, then the rest; the department and the town pay the whole.
    open_line(director, action, region)
    told(director, "Payer en partie", amount="150 000", day="2024-03-15", reference="Mandat 901")
    on(date(2024, 6, 3))
    for funder, amount in ((region, "200 000"), (department, "200 000"), (town, "100 000")):
        open_line(director, action, funder)
        told(director, "Solder", amount=amount, day="2024-06-03", reference="Mandat 1204")
        expect(director.get_by_role("main")).to_contain_text("Soldée")

    # What it cost is paid, and the refused loan counts for nothing; every total opens its lines.
    director.goto("/bureau/financements/")
    assert axe(director) == []
    paid = director.locator("tfoot a").nth(4)
    assert euros(paid.inner_text()) == 500_000
    paid.click()
    expect(director.locator("tbody tr")).to_have_count(3)
    director.goto(f"/bureau/actions/{action.pk}/")
    expect(director.locator("[aria-current=step]")).to_contain_text("Livrée")
    for view in ("", "etats/", "calendrier/", "carte/"):
        director.goto(f"/bureau/actions/{view}")
        assert axe(director) == [], view
    action.refresh_from_db()
    states = dict(FundingLine.objects.values_list("funder__name", "state"))
    assert states.pop(bank.name) == "refused"
    assert set(states.values()) == {"settled"}
    assert (action.state, action.late_cause, action.delivered_date) == ("delivered", "heritage", date(2024, 3, 14))
