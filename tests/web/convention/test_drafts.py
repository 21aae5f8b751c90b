"""The text of a version, in progress: kept for its author, forgotten once it is written."""

from beffroi.foundations.drafts.models import Draft
from tests.web.convention.test_pages import text
from tests.web.convention.test_writing import address, draft

__all__ = ["draft"]


def test_a_text_in_progress_is_found_again_and_forgotten_once_written(as_user, draft, director):
    client, form = as_user(director), address("write", draft.pk)
    typed = {"summary": "Un cœur habité, peut-être", "effective_date": "", "ends_date": "", "revision": 1}

    kept = client.post(form, typed | {"brouillon": "auto"})

    assert kept.json()["said"].startswith("Brouillon gardé à")
    page = text(client.get(form))
    assert "Un cœur habité, peut-être" in page
    assert "Ce formulaire reprend votre brouillon" in page
    client.post(form, typed)
    assert not Draft.objects.exists()
    draft.refresh_from_db()
    assert draft.summary == "Un cœur habité, peut-être"


def test_a_text_in_progress_is_thrown_away(as_user, draft, director):
    client, form = as_user(director), address("write", draft.pk)
    client.post(form, {"summary": "À jeter", "brouillon": "oui"})

    client.post(form, {"brouillon": "jeter"})

    assert "À jeter" not in text(client.get(form))
