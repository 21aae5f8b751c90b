"""Forms of conventions: what is typed is kept, what is refused is said, nobody writes over another unknowing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beffroi.programme.conventions import operations
from beffroi.programme.conventions.kinds import PartyGroup
from beffroi.programme.conventions.models import Version
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.documents.models import Document
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import DAYS, PDF, at
from tests.web.convention.test_pages import text


@pytest.fixture
def draft(pair, director):
    conv.beneficiaries(pair)
    return operations.add_convention(pair, phase=conv.phase(), by=director, at=at(DAYS["drafted"]))


def address(name, *named):
    return reverse(f"convention:{name}", args=named)


def test_a_director_opens_a_convention_and_lands_on_its_draft(as_user, pair, director):
    making.programme()
    answer = as_user(director).post(
        address("open", pair.pk), {"phase": conv.phase().pk, "summary": "Deux villes, un projet"}
    )

    version = Version.objects.get()
    assert answer.url == address("version", version.pk)
    assert version.summary == "Deux villes, un projet"


def test_the_text_is_written_with_its_dates(as_user, draft, director):
    given = {"summary": "Un cœur habité", "effective_date": "2018-06-01", "ends_date": "2022-12-31", "revision": 1}
    as_user(director).post(address("write", draft.pk), given)

    draft.refresh_from_db()
    assert (draft.summary, draft.revision) == ("Un cœur habité", 2)


def test_a_list_where_one_must_choose_says_so(as_user, draft, director):
    form = as_user(director).get(address("add-party", draft.pk))

    assert "– choisir –" in text(form)
    assert "---------" not in text(form)


def test_the_second_of_two_writers_is_told_what_the_first_wrote_and_loses_nothing(as_user, draft, pair, director):
    colleague = making.town_agent(pair.pk)
    typed = {"effective_date": "", "ends_date": "", "revision": 1}
    as_user(colleague).post(address("write", draft.pk), typed | {"summary": "Le texte de la collègue"})

    client = as_user(director)
    answer = client.post(address("write", draft.pk), typed | {"summary": "Mon texte"})

    page = text(answer)
    assert answer.status_code == 422
    assert "a été modifié depuis que vous l’avez ouvert" in page
    assert "Le texte de la collègue" in page
    assert ">Mon texte</textarea>" in page.replace("> Mon texte", ">Mon texte")
    client.post(address("write", draft.pk), typed | {"summary": "Mon texte", "revision": 2})
    draft.refresh_from_db()
    assert draft.summary == "Mon texte"


def test_dates_that_cannot_be_are_refused_and_what_was_typed_stays(as_user, draft, director):
    given = {"summary": "Gardé", "effective_date": "2022-12-31", "ends_date": "2018-06-01", "revision": 1}
    answer = as_user(director).post(address("write", draft.pk), given)

    page = text(answer)
    assert answer.status_code == 422
    assert "Une convention finit après sa prise d’effet." in page
    assert "Gardé" in page


def test_one_organisation_is_a_party_in_two_capacities_but_not_twice_in_the_same(as_user, draft, pair, director):
    agglo = making.organisation(conv.OrganisationKind.EPCI, code=pair.epci_codes[0])
    client = as_user(director)
    given = {"organisation": agglo.pk, "group": PartyGroup.BENEFICIARY, "capacity": "", "representative": "Présidence"}
    client.post(address("add-party", draft.pk), given)
    client.post(
        address("add-party", draft.pk), given | {"group": PartyGroup.FUNDER, "capacity": "Anah, par délégation"}
    )
    answer = client.post(address("add-party", draft.pk), given)

    assert draft.parties.count() == 2
    assert answer.status_code == 422
    assert "déjà partie à ce titre" in text(answer)


def test_a_party_is_removed_after_a_question(as_user, draft, director):
    party = conv.add_parties(draft, by=director)[0]
    client = as_user(director)
    remove = f"{address('remove-party', draft.pk)}?partie={party.pk}"

    assert "Retirer la partie" in text(client.get(remove))
    assert draft.parties.filter(pk=party.pk).exists()
    client.post(remove, {"party": party.pk})
    assert not draft.parties.filter(pk=party.pk).exists()


def test_the_five_axes_are_addressed_at_once_and_one_without_action_says_why(as_user, draft, director):
    client = as_user(director)
    form = client.get(address("axes", draft.pk)).context["form"]
    given = {f"{axis.key}-choice": "with" for axis in draft.territory.programme.axes.all()}
    silent = given | {"seen": form["seen"].value(), "housing-choice": "without", "housing-reason": ""}

    refused = client.post(address("axes", draft.pk), silent)
    assert refused.status_code == 422
    assert "sans action dit pourquoi" in text(refused)
    assert draft.axes.count() == 0

    client.post(address("axes", draft.pk), silent | {"housing-reason": "L’OPAH est déjà signée."})
    assert draft.axes.count() == 5
    assert draft.axes.get(with_action=False).reason == "L’OPAH est déjà signée."


def test_axes_changed_by_another_meanwhile_are_not_written_over_unknowing(as_user, draft, pair, director):
    client, colleague = as_user(director), as_user(making.epci_agent(pair.pk))
    seen = client.get(address("axes", draft.pk)).context["form"]["seen"].value()
    given = {f"{axis.key}-choice": "with" for axis in draft.territory.programme.axes.all()} | {"seen": seen}
    colleague.post(address("axes", draft.pk), given)

    answer = client.post(
        address("axes", draft.pk), given | {"housing-choice": "without", "housing-reason": "Fait ailleurs"}
    )

    assert answer.status_code == 422
    assert "Une autre personne a modifié ceci" in text(answer)
    assert "Fait ailleurs" in text(answer)
    again = given | {"housing-choice": "without", "housing-reason": "Fait ailleurs"}
    client.post(address("axes", draft.pk), again | {"seen": answer.context["form"]["seen"].value()})
    assert draft.axes.filter(with_action=False).count() == 1


def test_a_version_carries_the_perimeters_that_one_ticks(as_user, draft, pair, director):
    centre = conv.perimeter(pair)
    client = as_user(director)
    seen = client.get(address("set-perimeters", draft.pk)).context["form"]["seen"].value()

    client.post(address("set-perimeters", draft.pk), {"perimeters": [centre.pk], "seen": seen})

    assert list(draft.perimeters.all()) == [centre]


def test_an_annex_is_filed_and_downloaded_by_right_as_a_file(as_user, draft, director):
    client = as_user(director)
    file = SimpleUploadedFile("plan.pdf", PDF, content_type="application/pdf")
    client.post(address("add-annex", draft.pk), {"title": "Plan d’action", "file": file})
    annex = draft.annexes.get()

    answer = client.get(address("document", annex.document_id))

    assert b"".join(answer.streaming_content) == PDF
    answer.close()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for stranger in (making.state_officer("46"), making.evaluator()):
        assert as_user(stranger).get(address("document", annex.document_id)).status_code == 404
    client.post(address("remove-annex", draft.pk), {"annex": annex.pk})
    assert draft.annexes.count() == 0


def test_a_right_file_sent_with_a_fault_elsewhere_is_asked_for_again(as_user, draft, director):
    client, again = as_user(director), "Joignez de nouveau votre fichier"
    file = SimpleUploadedFile("plan.pdf", PDF, content_type="application/pdf")

    assert again in text(client.post(address("add-annex", draft.pk), {"title": "", "file": file}))
    assert again not in text(client.post(address("add-annex", draft.pk), {"title": ""})), "none was sent"


def test_a_file_that_is_not_what_its_name_says_is_refused_and_nothing_is_kept(as_user, draft, director):
    file = SimpleUploadedFile("plan.pdf", b"MZ not a document", content_type="application/pdf")
    answer = as_user(director).post(address("add-annex", draft.pk), {"title": "Plan", "file": file})

    assert answer.status_code == 422
    assert "n’est pas celui d’un fichier .pdf" in text(answer)
    assert draft.annexes.count() == 0


def test_a_document_of_the_territory_has_versions(as_user, pair, director):
    client = as_user(director)
    first = io.BytesIO(PDF)
    first.name = "lettre.pdf"
    client.post(address("add-document", pair.pk), {"title": "Lettre d’intention", "circle": "agents", "file": first})
    page = client.get(address("territory", pair.pk))
    document = page.context["shown"].documents[0]
    second = io.BytesIO(PDF + b"%2")
    second.name = "lettre2.pdf"
    client.post(address("add-version", document.pk), {"file": second})

    last = client.get(address("document", document.pk))
    former = client.get(address("document", document.pk), {"version": 1})
    last.close()
    former.close()

    assert (last.headers["Content-Disposition"], former.headers["Content-Disposition"]) == (
        'attachment; filename="lettre2.pdf"',
        'attachment; filename="lettre.pdf"',
    )
    assert client.get(address("document", document.pk), {"version": 9}).status_code == 404


def test_a_move_is_asked_first_then_made_or_refused_with_every_reason(as_user, draft, director):
    client = as_user(director)
    assert "Le comité régional d’engagement examinera ce texte" in text(client.get(address("send", draft.pk)))

    refused = client.post(address("send", draft.pk))
    assert refused.status_code == 422
    assert "Joignez au moins un périmètre." in text(refused)
    conv.completed(draft, by=director)
    done = client.post(address("send", draft.pk), follow=True)

    assert "C’est fait" in text(done)
    draft.refresh_from_db()
    assert draft.state == VersionState.SENT_TO_REGIONAL_COMMITTEE


def test_nobody_moves_what_is_not_theirs_to_move(as_user, draft, director, pair, region):
    conv.completed(draft, by=director)
    for person, name in ((making.elected(pair.pk), "send"), (director, "note-opinion"), (region, "sign")):
        assert as_user(person).post(address(name, draft.pk)).status_code == 404


def test_a_convention_is_terminated_by_the_state_with_its_reason(as_user, pair, director, officer):
    version = conv.signed(conv.draft(pair, by=director), by=director)
    client = as_user(officer)
    silent = client.post(address("terminate", version.pk), {"terminated_date": "2020-01-01", "reason": ""})
    assert silent.status_code == 422
    client.post(address("terminate", version.pk), {"terminated_date": "2020-01-01", "reason": "Retrait"})
    version.refresh_from_db()
    assert version.state == VersionState.TERMINATED


def test_who_reads_a_document_is_changed_and_told_in_the_history(as_user, pair, director):
    client = as_user(director)
    filed = SimpleUploadedFile("plan.pdf", PDF, content_type="application/pdf")
    client.post(address("add-document", pair.pk), {"title": "Plan guide", "circle": "agents", "file": filed})
    document = Document.objects.get()
    evaluator = making.evaluator()
    assert as_user(evaluator).get(address("document", document.pk)).status_code == 404

    client.post(address("change-circle", document.pk), {"circle": "public"})

    opened = as_user(evaluator).get(address("document", document.pk))
    opened.close()
    assert opened.status_code == 200
    told = text(as_user(director).get(address("territory", pair.pk)))
    assert "Document : lecteurs modifiés" in told.replace("\xa0", " ")
    assert "Qui peut lire : <del>Entre agents</del> → Public" in told


@pytest.mark.parametrize(
    ("prefix", "said"),
    [("", "Rien n’a été enregistré"), ("/en", "Nothing has been saved")],
)
def test_a_form_that_is_refused_says_so_once_above_its_fields_with_what_it_carries_unseen(
    as_user, director, pair, prefix, said
):
    version = conv.draft(pair, by=director)
    form = prefix + reverse("convention:write", args=[version.pk])

    page = text(as_user(director).post(form, {"revision": version.revision, "ends_date": "hier"}))

    inside = page.partition('class="bf-narrow"')[2].partition("</form>")[0]
    assert page.count(said) == inside.count(said) == 1
    assert inside.count('name="revision"') == 1
    assert inside.index('name="revision"') < inside.index('name="summary"')
