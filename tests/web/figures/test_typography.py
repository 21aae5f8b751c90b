import pytest

from beffroi.web.figures import typography


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (12345.67, 1, "12\u202f345,7", "12,345.7"),
        (-0.65, 2, "−0,65", "−0.65"),
        (0.0, 1, "0,0", "0.0"),
        (-0.04, 1, "0,0", "0.0"),
        (1869, 0, "1\u202f869", "1,869"),
    ],
)
def test_a_number_is_written_as_its_language_writes_it(value, decimals, french, english):
    assert typography.number(value, decimals=decimals, language="fr") == french
    assert typography.number(value, decimals=decimals, language="en") == english


def test_a_unit_never_parts_from_its_number_at_the_end_of_a_line():
    assert typography.with_unit("15,2", symbol="%", language="fr") == "15,2\u202f%"
    assert typography.with_unit("15.2", symbol="%", language="en") == "15.2%"
    assert typography.with_unit("9,1", symbol="€/m² par mois", language="fr") == "9,1\u00a0€/m²\u00a0par\u00a0mois"
    assert (
        typography.with_unit("2,0", symbol="pour 1 000 hab.", language="fr")
        == "2,0\u00a0pour\u00a01\u202f000\u00a0hab."
    )
    assert typography.with_unit("12", symbol="", language="fr") == "12"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("À Le Havre, 8 %", "Au Havre, 8 %"),
        ("à Les Abymes", "aux Abymes"),
        ("le centre de Le Puy-en-Velay", "le centre du Puy-en-Velay"),
        ("le centre de Agen", "le centre d’Agen"),
        ("À La Rochelle", "À La Rochelle"),
        ("le centre de Lens", "le centre de Lens"),
    ],
)
def test_the_article_of_a_town_runs_into_the_preposition(typed, read):
    assert typography.contracted(typed) == read


def test_french_signs_get_their_spaces_whatever_the_author_typed():
    assert typography.tidy("Qui ? L'offre : « loin »", language="fr") == "Qui\u202f? L’offre\u00a0: «\u00a0loin\u00a0»"
    assert typography.tidy("Who? The town's", language="en") == "Who? The town’s"


def test_a_window_of_years_takes_a_dash():
    assert typography.period("2016-2021") == "2016–2021"
    assert typography.period("2021") == "2021"


def test_an_interval_says_its_unit_once():
    assert typography.span("8,1", "10,2", symbol="%", language="fr") == "de 8,1 à 10,2\u202f%"
    assert typography.span("8.1", "10.2", symbol="%", language="en") == "8.1 to 10.2%"


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (12_500, "12\u202f500\u00a0€", "€12,500"),
        (12_500.5, "12\u202f500,50\u00a0€", "€12,500.50"),
        (0, "0\u00a0€", "€0"),
    ],
)
def test_an_amount_has_one_form_in_each_language(amount: float, french: str, english: str):
    assert typography.euros(amount, language="fr") == french
    assert typography.euros(amount, language="en") == english
