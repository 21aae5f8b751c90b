"""Journey 4: the officer of one department cannot see another's drafts by any path."""

import pytest
from playwright.sync_api import expect

from tests.programme import making, making_actions

pytestmark = pytest.mark.browser
SECRET = "Halle gourmande"


def test_the_officer_of_one_department_cannot_see_the_drafts_of_another(enter):
    draft = making_actions.action(making.territory("acv-017"), title=SECRET)
    line = making_actions.line(draft, amount=123_456)
    making.territory("acv-012")
    here, elsewhere = enter(making.state_officer("15")), enter(making.state_officer("13"))

    # The officer of the Cantal reads it: the test would prove nothing otherwise.
    here.goto("/bureau/actions/")
    expect(here.get_by_role("link", name=SECRET)).to_be_visible()

    # The one of Bouches-du-Rhône finds it in no list, whatever is asked of it.
    lists = [f"/bureau/actions/{view}?q=Halle" for view in ("", "etats/", "calendrier/", "carte/")]
    lists += ["/bureau/actions/?territoire=acv-017", "/bureau/financements/", "/bureau/financements/lignes/"]
    lists += [f"/bureau/financements/lignes/?action={draft.pk}", "/bureau/financements/?par=action", "/bureau/"]
    lists += ["/en/bureau/actions/"]
    for address in lists:
        elsewhere.goto(address)
        shown = elsewhere.content().replace("\u202f", " ")
        assert SECRET not in shown, address
        assert "123 456" not in shown, address

    # Nor by guessing an address: what one may not read does not exist.
    guessed = [f"/bureau/actions/{draft.pk}/{room}" for room in ("", "modifier/", "dupliquer/", "passer/", "jalons/")]
    guessed += [f"/bureau/financements/{line.pk}/{room}" for room in ("", "corriger/", "passer/")]
    guessed += [f"/bureau/financements/ajouter/{draft.pk}/", "/bureau/actions/ajouter/acv-017/"]
    for address in guessed:
        answer = elsewhere.request.get(address)
        assert answer.status in {403, 404}, address
        assert SECRET not in answer.text(), address
