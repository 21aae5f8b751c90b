"""A file that comes back: what it changes is told, then written by the same rules as the forms."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from beffroi.foundations.journal.chain import history
from beffroi.programme.actions.models import Action
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.workbook import writing
from beffroi.programme.money.workbook.faults import ImportRefused
from beffroi.programme.money.workbook.loading import load, planned
from beffroi.programme.money.workbook.preview import preview
from beffroi.programme.money.workbook.tables import NotReadable, Tables, read_sent, read_xlsx
from beffroi.programme.moves import Refused
from beffroi.programme.people.roles import OrganisationKind
from tests.programme.making import organisation, project_director, territory
from tests.programme.making_actions import AT, ON, action, decision, line, local_share


@pytest.fixture(autouse=True)
def _place(db: None) -> None:
    territory()


def exported(**cells: object) -> Tables:
    """All that is kept, exported, then typed over: `exported(F2="…", Financements_H3=…)`; sheet Actions unless said."""
    stream = io.BytesIO()
    writing.export_xlsx(Action.objects.all(), FundingLine.objects.all(), stream=stream, on=ON)
    book = load_workbook(stream)
    for place, value in cells.items():
        sheet, _, cell = place.rpartition("_")
        book[sheet or "Actions"][cell] = value
    typed = io.BytesIO()
    book.save(typed)
    return read_xlsx(typed.getvalue())


def faults(tables: Tables, *, by=None) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        load(tables, by=by, at=AT)
    return [str(fault) for fault in refused.value.faults]


def test_an_export_that_comes_back_untouched_changes_nothing():
    on = action(state="works", description="Une halle\r\nneuve", site={"type": "Point", "coordinates": [2.4, 44.9]})
    on.partners.set([organisation(OrganisationKind.ANAH, code="national")])
    local_share(on)
    line(on, state="settled", paid=Decimal("78.25"))
    action(state="suspended")

    plan = planned(exported(), by=project_director("acv-017"), on=ON)

    assert (plan.actions, plan.lines, plan.action_changes, plan.line_changes) == ([], [], [], [])
    assert plan.unchanged == 4


def test_what_was_typed_over_is_told_then_written_with_its_history():
    on = action(title="Halle", end_date=date(2026, 1, 1))
    kept = line(on, programme_name="DSIL 2024")
    director = project_director("acv-017")
    tables = exported(C2="Halle aux grains", T2="30/06/2027", Financements_E2="Fonds vert")

    told = preview(planned(tables, by=director, on=ON))
    done = load(tables, by=director, at=AT)

    assert [change["values"] for change in told["changes"]] == [
        [["Intitulé", "Halle", "Halle aux grains"], ["Fin", "01/01/2026", "30/06/2027"]],
        [["Programme d’origine", "DSIL 2024", "Fonds vert"]],
    ]
    assert (done.actions, done.lines, done.changed) == (0, 0, 2)
    on.refresh_from_db()
    kept.refresh_from_db()
    assert (on.title, on.end_date, kept.programme_name) == ("Halle aux grains", date(2027, 6, 30), "Fonds vert")
    assert history(on)[0].verb == "action.changed"
    assert history(kept)[0].verb == "funding_line.changed"


def test_an_amount_told_is_rewritten_by_a_file_only_with_a_reason_which_stays_in_its_history():
    on = action()
    kept = line(on, state="accepted")
    director = project_director("acv-017")
    tables = exported(Financements_I2=90_000)

    assert preview(planned(tables, by=director, on=ON))["rewritten"] == 1
    with pytest.raises(Refused, match="Dites pourquoi un montant"):
        load(tables, by=director, at=AT)
    kept.refresh_from_db()
    assert kept.requested == 100_000

    load(tables, by=director, at=AT, reason="Devis actualisé")

    kept.refresh_from_db()
    assert kept.requested == 90_000
    assert history(kept)[0].after["reason"] == "Devis actualisé"


def test_what_was_never_told_is_filled_by_a_file_without_a_reason():
    on = action()
    line(on, state="planned")

    assert preview(planned(exported(Financements_E2="DSIL 2024"), by=None, on=ON))["rewritten"] == 0


def test_a_column_left_out_changes_nothing_and_an_emptied_cell_empties():
    on = action(description="Texte", objectives="Autre texte")
    file = f"Référence;Territoire;Intitulé;Axe;Objectifs;Version\r\nacv-017/{on.number};acv-017;{on.title};1;;1\r\n"

    load(read_sent({"mes actions.csv": file.encode()}), by=None, at=AT)

    on.refresh_from_db()
    assert (on.description, on.objectives) == ("Texte", "")


def test_who_wrote_since_the_export_is_not_written_over():
    on = action(title="Halle")
    tables = exported(C2="Halle neuve")
    Action.objects.update(title="Halle du marché", revision=2)

    (fault,) = faults(tables)

    assert "colonne « Version » : « 1 » trouvé" in fault
    assert "exportez de nouveau" in fault
    on.refresh_from_db()
    assert on.title == "Halle du marché"


def test_a_state_changes_by_its_own_page_never_by_a_file():
    on = action(state="idea")
    line(on)

    said = faults(exported(K2="En travaux", Financements_F2="Engagée"))

    assert "« Idée », comme aujourd’hui : cela change par la fiche" in said[0]
    assert "« Prévue », comme aujourd’hui : cela change par la page de la ligne" in said[1]


def test_a_changed_row_keeps_to_the_rules_of_its_form():
    on = action(start_date=date(2025, 1, 1), end_date=date(2026, 1, 1))
    line(on, state="requested")

    said = faults(exported(T2="31/12/2024", Financements_C2="Prêt", Financements_J2="01/01/2030"))

    assert "La fin d’une action ne peut précéder son début" in said[0]
    assert any("la demande est partie" in one for one in said)
    assert any("un jour passé" in one for one in said)


def test_a_file_cites_no_decision_so_it_exceeds_nothing_even_where_one_allowed_something():
    kept = line(action(), state="partly_paid", amount=100_000)
    kept.paid, kept.overrun_decision = Decimal(120_000), decision(names=kept)
    kept.save()

    (said,) = faults(exported(Financements_R2=130_000))

    assert "Le montant payé ne dépasse le montant engagé que par une décision." in said
    load(exported(Financements_R2=110_000), by=None, at=AT, reason="Trop payé repris")
    kept.refresh_from_db()
    assert kept.paid == 110_000


def test_a_file_does_not_take_the_last_local_share_away_from_a_programmed_action():
    local_share(action(state="programmed"))
    organisation(OrganisationKind.ANAH, code="national")

    (said,) = faults(exported(Financements_B2="anah:national"))

    assert "dernière part locale" in said


def test_an_action_out_of_scope_is_neither_changed_nor_told():
    action(territory("acv-012"), title="Quais", circle="agents")
    hidden = action(circle="organisation", owner=organisation(code="15999"))

    said = faults(exported(C2="Nôtre", C3="Nôtre aussi"), by=project_director("acv-017"))

    assert len(said) == 2
    assert any("un territoire dont vous êtes de l’équipe" in one for one in said)
    assert any("une action que vous pouvez modifier" in one for one in said)
    hidden.refresh_from_db()
    assert hidden.title != "Nôtre aussi"


def test_lines_alone_may_be_sent_for_actions_that_exist_and_count_once():
    on = action()
    director = project_director("acv-017")
    file = (
        "Référence de l’action;Financeur;Instrument;Origine;Prévu\r\n"
        f"acv-017/{on.number};commune:15014;Fonds propres;Droit commun;5000\r\n"
    ).encode("cp1252")

    load(read_sent({"lignes.csv": file}), by=director, at=AT)
    again = faults(read_sent({"lignes.csv": file}), by=director)

    assert on.funding_lines.get().planned == 5000
    assert "cette ligne existe déjà sous ce numéro" in again[0]


def test_a_line_is_not_moved_to_another_action_by_its_number():
    first, other = action(), action()
    kept = line(first)
    line(other)

    (fault,) = faults(exported(Financements_A2=f"acv-017/{other.number}"))

    assert f"« {kept.pk} » trouvé" in fault
    assert "le numéro d’une ligne de cette action" in fault


def test_files_are_known_by_what_they_hold_and_refused_with_what_to_send():
    with pytest.raises(NotReadable, match="aucun intitulé du modèle"):
        read_sent({"notes.csv": b"bonjour;tout le monde\r\n"})
    with pytest.raises(NotReadable, match="Deux fichiers sont celui de la feuille « Actions »"):
        read_sent({"a.csv": "Intitulé;Axe".encode(), "b.csv": "Intitulé;Axe".encode()})
    with pytest.raises(NotReadable, match="un seul classeur"):
        read_sent({"a.xlsx": b"PK", "b.xlsx": b"PK"})
    with pytest.raises(NotReadable, match=r"au format \.xlsx"):
        read_sent({"a.xlsx": b"PK but nothing more"})
