"""The spreadsheet: what is read, what is refused and in which words, what comes back out."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from beffroi.foundations.journal.chain import history
from beffroi.foundations.journal.models import Entry
from beffroi.foundations.sayings import say
from beffroi.programme.actions import queries
from beffroi.programme.actions.models import Action
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.totals import whole
from beffroi.programme.money.workbook import cells, writing
from beffroi.programme.money.workbook.columns import ACTIONS, LINES, SHEETS
from beffroi.programme.money.workbook.faults import Fault, ImportRefused
from beffroi.programme.money.workbook.loading import load
from beffroi.programme.money.workbook.tables import NotReadable, Tables, read_csv, read_xlsx
from beffroi.programme.people.roles import OrganisationKind
from tests.programme.making import organisation, project_director, territory
from tests.programme.making_actions import AT, ON, action, line, local_share, town_hall

HALL = {
    "Référence": "halle",
    "Territoire": "acv-017",
    "Intitulé": "Halle aux grains",
    "Axe": 2,
    "Maître d’ouvrage": "commune:15014",
    "État": "Programmée",
    "Mature": "oui",
    "Début": date(2025, 1, 1),
    "Fin": "31/12/2026",
    "Coût": "100 000,00 €",
}
OWN = {
    "Référence de l’action": "halle",
    "Financeur": "commune:15014",
    "Instrument": "Fonds propres",
    "Origine": "Droit commun",
    "Prévu": 20_000,
}
GRANT = OWN | {
    "Financeur": "Conseil régional d’Auvergne",
    "Instrument": "Subvention",
    "État": "Acceptée",
    "Prévu": 80_000,
    "Demandé": 80_000,
    "Demandé le": date(2023, 5, 1),
    "Accepté": 80_000,
    "Accepté le": "01/09/2023",
    "Accepté : pièce": "Délibération n° 12",
}


@pytest.fixture(autouse=True)
def _place() -> None:
    territory()
    town_hall()
    organisation(OrganisationKind.REGION, name="Conseil régional d’Auvergne", code="84")


def book(actions, lines) -> bytes:
    """A workbook with these rows, each given by its headings; the columns are those of the template."""
    made = Workbook()
    made.remove(made.active)
    for sheet, rows in ((ACTIONS, actions), (LINES, lines)):
        page = made.create_sheet(sheet.name)
        titles = [column.title for column in sheet.columns]
        page.append(titles)
        for row in rows:
            assert set(row) <= set(titles)
            page.append([row.get(title) for title in titles])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def sent(actions=(HALL,), lines=(OWN, GRANT)) -> Tables:
    return read_xlsx(book(actions, lines))


def faults(actions=(HALL,), lines=(OWN, GRANT), *, by=None) -> list[str]:
    before = (Action.objects.count(), FundingLine.objects.count())
    with pytest.raises(ImportRefused) as refused:
        load(sent(actions, lines), by=by, at=AT)
    assert (Action.objects.count(), FundingLine.objects.count()) == before
    return [str(fault) for fault in refused.value.faults]


def test_a_file_without_a_fault_is_written_whole():
    seen = []

    done = load(sent(), by=project_director("acv-017"), at=AT, progress=lambda n, total: seen.append((n, total)))

    (written,) = Action.objects.all()
    assert (done.actions, done.lines, seen) == (1, 2, [(1, 3), (3, 3)])
    assert (written.number, written.title, written.state, written.mature) == (1, "Halle aux grains", "programmed", True)
    assert (written.axis.key, written.cost, written.end_date) == ("commerce", 100_000, date(2026, 12, 31))
    assert whole(written.funding_lines.all()).accepted == 80_000
    assert {one.imported_in for one in (written, *written.funding_lines.all())} == {done.sequence}


def test_the_journal_tells_an_import_in_one_row_and_each_action_remembers_it():
    action(number=4)
    tables = sent()

    load(tables, by=None, at=AT)

    (entry,) = Entry.objects.filter(verb="actions.imported")
    assert (entry.territory, entry.subject_id) == ("acv-017", tables.sha256)
    assert entry.after == {
        "sha256": tables.sha256,
        "actions": 1,
        "lines": 2,
        "cost": "100000.00",
        "numbers": {"acv-017": [5, 5]},
    }
    imported = Action.objects.get(number=5)
    assert history(imported) == []
    assert list(queries.history(imported)) == [entry]


def test_a_fault_names_its_cell_what_was_found_and_what_would_be_right():
    assert faults([HALL | {"Coût": "cher"}]) == [
        "Actions!Z2, colonne « Coût » : « cher » trouvé ; "
        "attendu : le coût total de l’action, un montant en euros comme 1 234,50."
    ]


def test_an_empty_cell_silences_what_follows_from_it():
    # Without its cost, whether the plan covers it is not asked; without its amount, neither is its date.
    assert faults([HALL | {"Coût": None}], [OWN, GRANT | {"Accepté": None}]) == [
        "Actions!Z2, colonne « Coût » : cellule vide ; attendu : Indiquez le coût de l’action.",
        "Financements!L3, colonne « Accepté » : cellule vide ; "
        "attendu : Une ligne acceptée porte un montant accordé, et rien d’engagé ni de payé.",
    ]


def test_equal_faults_are_said_once():
    rows = [HALL | {"Référence": f"a{n}", "Intitulé": f"Action {n}", "État": "Idée", "Axe": "Sport"} for n in range(8)]

    (said,) = faults(rows, [])

    assert said.startswith("Actions!D2, D3, D4, D5, D6 et 3 autres, colonne « Axe » : « Sport » trouvé")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Référence": None}, "Actions!A2, colonne « Référence » : cellule vide"),
        ({"Territoire": "acv-999"}, "Actions!B2, colonne « Territoire » : « acv-999 » trouvé"),
        ({"Intitulé": "x" * 201}, "200 signes au plus (ce texte a 201 signes)"),
        ({"Axe": 9}, "« 9 » trouvé ; attendu : le numéro de l’axe ou son intitulé"),
        ({"Thèmes": "climate; plage"}, "colonne « Thèmes » : « climate; plage » trouvé"),
        ({"Maître d’ouvrage": "commune:15015"}, "(peut-être « Commune 15014 »)"),
        ({"État": "Faite"}, "attendu : l’un de : Idée, À l’étude, Programmée"),
        ({"État": "Livrée"}, "colonne « Livrée le » : cellule vide"),
        ({"État": "Suspendue"}, "colonne « Motif » : cellule vide ; attendu : Une action suspendue dit pourquoi"),
        ({"État": "Engagée"}, "colonne « État » : « Engagée » trouvé ; attendu : Enregistrez d’abord l’engagement"),
        ({"Mature": "peut-être"}, "oui ou non"),
        ({"Début": "2025"}, "une date comme 31/12/2025"),
        ({"Fin": "31/12/2024"}, "« 31/12/2024 » trouvé ; attendu : La fin d’une action ne peut précéder son début."),
        ({"Coût": -5}, "colonne « Coût » : « -5 » trouvé"),
        ({"Coût": 1.005}, "colonne « Coût » : « 1.005 » trouvé"),
        ({"Coût": 200_000}, "« 200000 » trouvé ; attendu : Bouclez le plan de financement"),
        ({"Cause du blocage": "Recours"}, "colonne « Condition de déblocage » : cellule vide"),
        ({"Site (GeoJSON)": "ici"}, "une géométrie GeoJSON"),
        ({"Site (GeoJSON)": '{"type": "Point", "coordinates": [900, 1]}'}, "en degrés"),
    ],
)
def test_each_fault_of_an_action_is_said(changed, said):
    (fault,) = faults([HALL | changed])

    assert said in fault


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Référence de l’action": "hale"}, "Financements!A3, colonne « Référence de l’action » : « hale » trouvé"),
        ({"Financeur": "Conseil regional d'auvergnes"}, "(peut-être « Conseil régional d’Auvergne »)"),
        ({"Instrument": None}, "colonne « Instrument » : cellule vide"),
        ({"Prévu": 0}, "« 0 » trouvé ; attendu : Un montant prévu est supérieur à zéro."),
        ({"Accepté le": None}, "colonne « Accepté le » : cellule vide ; attendu : Un montant accordé se donne avec"),
        ({"Accepté le": "01/04/2023"}, "Un montant n’est pas accordé avant d’être demandé."),
        ({"Accepté le": "01/04/2024"}, "attendu : un jour passé"),
        ({"Demandé": None, "Demandé le": None}, "colonne « Demandé » : cellule vide"),
        ({"État": "Engagée", "Engagé": 90_000, "Engagé le": "01/10/2023"}, "que par une décision"),
        ({"État": "Refusée", "Motif": "Non"}, "« Refusée » trouvé ; attendu : Une ligne refusée porte"),
        ({"État": "Prévue"}, "attendu : Une ligne prévue ne porte ni montant demandé"),
    ],
)
def test_each_fault_of_a_line_is_said_and_nothing_of_the_plan_that_it_makes(changed, said):
    (fault,) = faults(lines=[OWN, GRANT | changed])

    assert said in fault


def test_a_plan_without_a_local_share_is_refused_at_the_cost():
    (fault,) = faults(lines=[GRANT | {"Prévu": 100_000, "Demandé": 100_000, "Accepté": 100_000}])

    assert "Ajoutez la part de la commune" in fault


def test_names_are_given_once():
    assert [fault.split(",")[0] for fault in faults([HALL, HALL | {"Intitulé": "Autre"}])] == ["Actions!A3"]
    assert "que ce fichier ne donne qu’une fois" in faults([HALL, HALL | {"Référence": "b", "État": None}])[0]


def test_an_action_that_exists_is_not_written_twice():
    load(sent(), by=None, at=AT)

    with pytest.raises(ImportRefused, match="l’action existe déjà"):
        load(sent(), by=None, at=AT)

    assert Action.objects.count() == 1


def test_lines_are_not_blamed_for_an_action_whose_reference_is_at_fault():
    said = faults([HALL | {"Référence": None}], [OWN, GRANT])

    assert said == [
        "Actions!A2, colonne « Référence » : cellule vide ; "
        "attendu : un nom court, différent pour chaque action du fichier, 40 signes au plus."
    ]


def test_the_sender_writes_on_its_own_territories():
    assert faults(by=project_director("acv-001")) == [
        "Actions!B2, colonne « Territoire » : « acv-017 » trouvé ; attendu : un territoire dont vous êtes de l’équipe."
    ]


def test_who_does_not_speak_for_the_funder_cites_its_paper():
    (fault,) = faults(lines=[OWN, GRANT | {"Accepté : pièce": None}], by=project_director("acv-017"))

    assert fault.startswith("Financements!N3, colonne « Accepté : pièce » : cellule vide")


def test_a_heading_that_is_not_of_the_template_is_said_with_the_nearest():
    content = book([HALL], [])
    made = load_workbook(io.BytesIO(content))
    made["Actions"]["C1"] = "Intitule de l'action"
    stream = io.BytesIO()
    made.save(stream)

    with pytest.raises(ImportRefused) as refused:
        load(read_xlsx(stream.getvalue()), by=None, at=AT)

    assert [str(fault) for fault in refused.value.faults] == [
        "Actions!C1, colonne « Intitule de l'action » : « Intitule de l'action » trouvé ; attendu : Intitulé.",
        "Actions!A1, colonne « Intitulé » : cellule vide ; attendu : une colonne de ce nom.",
    ]


def test_columns_may_stand_in_any_order_and_be_left_out():
    content = "Intitulé;Axe;Territoire;Référence\r\nHalle;2;ACV-017;h\r\n".encode("cp1252")
    lines = "Référence de l’action,Financeur,Instrument,Origine,Prévu\nh,commune:15014,grant,ordinary,12.5\n".encode()

    load(read_csv({"actions.csv": content, "financements.csv": lines}), by=None, at=AT)

    assert Action.objects.get().title == "Halle"
    assert FundingLine.objects.get().planned == Decimal("12.50")


def test_a_file_that_is_no_workbook_says_so():
    with pytest.raises(NotReadable, match=r"enregistrez-le au format \.xlsx"):
        read_xlsx(b"Halle;2")
    with pytest.raises(NotReadable, match=r"Il manque le fichier « financements\.csv »"):
        read_csv({"actions.csv": b""})
    other = io.BytesIO()
    Workbook().save(other)
    with pytest.raises(NotReadable, match="Il manque la feuille « Actions », « Financements »"):
        read_xlsx(other.getvalue())


def test_an_empty_file_lacks_its_headings():
    with pytest.raises(ImportRefused, match="une colonne de ce nom"):
        load(read_csv({"actions.csv": b"", "financements.csv": b""}), by=None, at=AT)


def known_world() -> None:
    on = action(
        state="works", title="=Halle", description="- marché\n- café", themes=["climate"], cost=Decimal("99.90")
    )
    on.partners.set([organisation(OrganisationKind.ANAH, code="national")])
    local_share(on, amount=20)
    line(on, state="settled", amount=80, paid=Decimal("78.25"), programme_name="DSIL 2024")
    action(state="suspended", secondary_axes=["mobility"], site={"type": "Point", "coordinates": [2.4, 44.9]})
    action(state="abandoned", circle="public", blocked=True, blocked_cause="land", unblock_condition="Achat")


def facts() -> tuple[list, list]:
    skipped = {"id", "changed_at", "imported_in", "action_id", "revision"}

    def said(rows) -> list:
        return [{key: value for key, value in row.items() if key not in skipped} for row in rows]

    return said(Action.objects.order_by("number").values()), said(FundingLine.objects.order_by("pk").values())


def forget() -> None:
    FundingLine.objects.all().delete()
    Action.objects.all().delete()


def test_what_is_exported_is_read_back_the_same():
    known_world()
    before = facts()
    stream = io.BytesIO()
    writing.export_xlsx(Action.objects.all(), FundingLine.objects.all(), stream=stream, on=ON)
    forget()

    load(read_xlsx(stream.getvalue()), by=None, at=AT)

    assert facts() == before
    assert [one.kind for one in Action.objects.get(number=1).partners.all()] == ["anah"]


def test_what_is_exported_as_csv_is_read_back_the_same_and_runs_no_formula():
    known_world()
    before, files = facts(), {}
    for sheet, rows in (
        (ACTIONS, writing.action_rows(Action.objects.all())),
        (LINES, writing.line_rows(FundingLine.objects.all())),
    ):
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(writing.csv_rows(sheet, rows))
        files[sheet.file] = text.getvalue().encode("utf-8-sig")
    forget()

    load(read_csv(files), by=None, at=AT)

    assert facts() == before
    cells = [cell for row in csv.reader(io.StringIO(files["actions.csv"].decode()), delimiter=";") for cell in row]
    assert "'=Halle" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_an_exported_title_is_no_formula_in_a_workbook():
    known_world()
    stream = io.BytesIO()

    writing.export_xlsx(Action.objects.all(), FundingLine.objects.all(), stream=stream, on=ON)

    titles = [row[2] for row in load_workbook(stream)["Actions"].iter_rows(min_row=2)]
    assert (titles[0].value, titles[0].data_type) == ("=Halle", "s")


def test_the_template_is_read_back_as_an_empty_file_with_the_words_of_the_refusals():
    stream = io.BytesIO()

    writing.template(stream, on=ON)

    made = load_workbook(stream)
    assert made.sheetnames == ["Mode d’emploi", "Actions", "Financements", "Listes"]
    instructions = {(row[0], row[1]): row[3] for row in made["Mode d’emploi"].iter_rows(min_row=5, values_only=True)}
    assert instructions["Actions", "Coût"] == str(ACTIONS.column("cost").says)
    assert len(instructions) == sum(len(sheet.columns) for sheet in SHEETS)
    listed = {row[1] for row in made["Listes"].iter_rows(values_only=True)}
    assert {"acv-017", "commune:15014", "climate", 5} <= listed
    assert load(read_xlsx(stream.getvalue()), by=None, at=AT).actions == 0


def test_the_lists_of_choices_fit_what_a_spreadsheet_accepts():
    for sheet in SHEETS:
        for column in sheet.columns:
            if column.choices is not None:
                labels = [str(choice.label) for choice in column.choices]
                assert len(",".join(labels)) <= 255
                assert not [label for label in labels if "," in label or '"' in label]


def test_a_fault_lists_five_cells_and_counts_the_others():
    fault = Fault(
        sheet="Actions", cells=tuple(f"B{n}" for n in range(2, 8)), column="Axe", found="9", right=say("un axe")
    )

    assert str(fault).startswith("Actions!B2, B3, B4, B5, B6 et 1 autre, colonne « Axe »")


def test_the_file_is_in_french_and_so_is_what_is_said_of_it_whatever_the_page():
    known_world()
    stream = io.BytesIO()

    with override("en"):
        writing.export_xlsx(Action.objects.all(), FundingLine.objects.all(), stream=stream, on=ON)
        (said,) = faults([HALL | {"État": "Engagée"}])

    states = [row[10].value for row in load_workbook(stream)["Actions"].iter_rows(min_row=2)]
    assert states == ["En travaux", "Suspendue", "Abandonnée"]
    assert "attendu : Enregistrez d’abord l’engagement" in said


def test_a_longer_file_asks_the_database_hardly_more_questions(django_assert_max_num_queries):
    def file(count: int, *, name: str) -> Tables:
        rows = [HALL | {"Référence": f"{n}", "Intitulé": f"{name} {n}"} for n in range(count)]
        return sent(rows, [one | {"Référence de l’action": f"{n}"} for n in range(count) for one in (OWN, GRANT)])

    with CaptureQueriesContext(connection) as short:
        load(file(1, name="Rue"), by=project_director("acv-017"), at=AT)
    # SQLite takes some thirty rows at a time.
    with django_assert_max_num_queries(len(short) + 300 // 25):
        load(file(100, name="Place"), by=project_director("acv-017"), at=AT)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(amounts=st.lists(st.decimals(min_value="0.01", max_value="1000000000", places=2), min_size=1, max_size=20))
@example(amounts=[Decimal("684300.44"), Decimal("999999999.99"), Decimal("0.29")])
def test_the_amounts_of_an_export_are_read_again_as_they_were_to_the_cent(amounts):
    stream = io.BytesIO()
    book = Workbook()
    for kept in amounts:
        book.active.append([LINES.column("planned").writes(kept)])
    book.save(stream)

    (sheet,) = load_workbook(stream).worksheets
    read = [cells.amount(row[0].value) for row in sheet.iter_rows()]

    assert read == amounts


@pytest.mark.parametrize("kept", [684300.4399999999, 0.1 + 0.2, 999_999_999.9900001, 1e9])
def test_a_float_a_millionth_away_from_a_cent_is_that_cent(kept):
    assert cells.amount(kept) == round(Decimal(kept), 2)


@pytest.mark.parametrize("typed", [684300.444, 0.001, 12.3449, "684300.444"])
def test_a_real_third_decimal_is_refused(typed):
    with pytest.raises(cells.Unreadable):
        cells.amount(typed)


@pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.file for sheet in SHEETS])
def test_what_each_column_expects_is_said_in_english_to_who_reads_english(sheet):
    with override("en"):
        told = {column.title: str(column.says) for column in sheet.columns}

    assert [
        title
        for title, english in told.items()
        if english == next(c for c in sheet.columns if c.title == title).says.in_french
    ] == []
