import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import one_of
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from beffroi.api.interface import interface
from beffroi.api.openapi import document

# A request opens and closes the connections of its thread, even where it asks the database nothing.
pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/api/v1/",
    "/api/v1/territories",
    "/api/v1/territories/acv-001",
    "/api/v1/indicators",
    "/api/v1/indicators/HAB-03",
    "/api/v1/values",
    "/api/v1/peers/80001",
    "/api/v1/release",
    "/api/v1/openapi.json",
]


@pytest.mark.parametrize("url", ADDRESSES)
def test_any_site_may_read_and_caches_may_keep(api: Client, url: str):
    response = api.get(url)

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"].startswith("public")
    assert "Accept" in response.headers["Vary"].split(", ")


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_answer_that_did_not_change_is_not_sent_again(api: Client, url: str):
    etag = api.get(url).headers["ETag"]

    again = api.get(url, headers={"if-none-match": etag})

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)


def test_json_and_csv_of_one_address_are_not_taken_for_one_another(api: Client):
    tags = {api.get("/api/v1/values", headers={"accept": form}).headers["ETag"] for form in ("text/csv", "*/*")}

    assert len(tags) == 2


@pytest.mark.parametrize("url", ADDRESSES)
def test_head_answers_as_get_without_the_body(api: Client, url: str):
    response = api.head(url)

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("url", ADDRESSES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(api: Client, url: str, method: str):
    response = getattr(api, method)(url)

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_refusals_can_be_read_by_any_site_too(api: Client):
    assert api.get("/api/v1/territories/nowhere").headers["Access-Control-Allow-Origin"] == "*"


def test_the_address_in_english_leads_to_the_same_api(api: Client):
    response = api.get("/en/api/v1/values?indicator=HAB-03")

    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/values?indicator=HAB-03")


def parts(schema: object) -> list[dict]:
    """Every mapping of the document, at any depth."""
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else []
    return ([schema] if isinstance(schema, dict) else []) + [part for one in inner for part in parts(one)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_field_and_parameter_is_described(language: str):
    described = document(interface, language=language)

    fields = {
        f"{kind}.{name}": field
        for kind, schema in described["components"]["schemas"].items()
        for name, field in schema.get("properties", {}).items()
    }
    parameters = [p for path in described["paths"].values() for p in path["get"]["parameters"] if p["in"] == "query"]
    assert [name for name, field in fields.items() if not field.get("description")] == []
    assert [name for name, f in fields.items() if not (f.get("examples") or "$ref" in str(f))] == []
    assert [p["name"] for p in parameters if not (p.get("description") and p.get("examples"))] == []
    assert all("x-en" not in part for part in parts(described))


def test_the_description_is_said_in_each_language():
    french, english = (document(interface, language=language) for language in ("fr", "en"))
    assert "secret statistique" in str(french)
    assert "statistical secrecy" in str(english)
    assert "secret statistique" not in str(english)


def test_the_description_promises_no_write():
    methods = {method for path in document(interface, language="fr")["paths"].values() for method in path}
    assert methods == {"get"}


@pytest.mark.parametrize(("url", "word"), [("/api/v1/docs", "Paramètres"), ("/en/api/v1/docs", "Parameters")])
def test_the_page_to_read_describes_every_address_in_its_language(api: Client, url: str, word: str):
    page = api.get(url).content.decode("utf-8")

    assert word in page
    for path in document(interface, language="fr")["paths"]:
        assert f"GET {path}" in page
    assert "items[].conf_status" in page


@schemathesis.deserializer("text/csv")
def table(_context, response) -> str:
    return response.content.decode("utf-8")


FEW = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
PATHS = sorted(document(interface, language="fr")["paths"])


@pytest.mark.parametrize("path", PATHS)
def test_whatever_is_asked_the_answer_is_as_described(path: str):
    """Requests drawn from the description, right ones and wrong ones: no fault, no answer that it does not tell."""
    described = schemathesis.openapi.from_dict(document(interface, language="fr"))
    described.app = get_wsgi_application()
    operation = described[path]["GET"]
    modes = GenerationMode if path != "/api/v1/" else [GenerationMode.POSITIVE]  # without parameter, nothing is wrong

    @FEW
    @given(case=one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes)))
    def asked(case: Case) -> None:
        # A code in the right form that the release does not hold is refused too, so "valid" data may be.
        case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=[positive_data_acceptance])

    asked()
