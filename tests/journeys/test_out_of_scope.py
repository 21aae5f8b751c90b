"""Journey 4: the officer of one department cannot see another's drafts by any path."""

import re
from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.programme import making
from tests.web import samples
from tests.web.test_access import MEMBERS, address, things_of

pytestmark = pytest.mark.browser
# Enough to follow every link of the rooms of an officer who has one territory.
PAGES = 150
LINK = re.compile(r'(?:href|action|data-[a-z-]+)="([^"#][^"]*)"')


def followed(page: Page, site_url: str) -> dict[str, str]:
    """Every page of the rooms that links lead to from the desk, in both languages, with its text."""
    seen: dict[str, str] = {}
    ahead = deque(["/bureau/", "/en/bureau/"])
    while ahead and len(seen) < PAGES:
        path = ahead.popleft()
        if path in seen:
            continue
        answer = page.request.get(path)
        seen[path] = answer.text()
        for link in LINK.findall(seen[path]):
            found, _fragment = urldefrag(urljoin(f"{site_url}{path}", link.replace("&amp;", "&")))
            within = urlsplit(found).path.removeprefix("/en").startswith("/bureau/")
            if found.startswith(site_url) and within:
                ahead.append(found.removeprefix(site_url))
    return seen


def test_the_officer_of_one_department_cannot_see_the_drafts_of_another(enter, site_url):
    # In the Sarthe: a draft convention, a proposed perimeter, a document, a decision, an action and its money.
    drafts = samples.things()
    making.territory(samples.ELSEWHERE)
    here, elsewhere = enter(making.state_officer("72")), enter(making.state_officer("15"))

    # The officer of the Sarthe reads them: the rest would prove nothing otherwise.
    here.goto("/bureau/actions/")
    expect(here.get_by_role("link", name=samples.MARK)).to_be_visible()
    here.goto(f"/bureau/conventions/{samples.HERE}/")
    expect(here.get_by_role("main").get_by_text(samples.MARK).first).to_be_visible()

    # The officer of the Cantal sees lists without them, whatever is looked for.
    for room in ("conventions/", "comites/", "actions/", "actions/etats/", "actions/calendrier/", "actions/carte/"):
        elsewhere.goto(f"/bureau/{room}?q=réserve")
        assert samples.MARK not in elsewhere.locator("main").inner_text(), room
    elsewhere.goto("/bureau/financements/lignes/")
    assert samples.MARK not in elsewhere.locator("main").inner_text()

    # No link leads there: all that can be reached from the desk is followed, pages, files and exports.
    reached = followed(elsewhere, site_url)
    assert len(reached) > 20
    assert [path for path, text in reached.items() if samples.MARK in text or samples.HERE in text] == []

    # Nor does an address that one guesses: every one of the rooms that names a draft; what one may not read is absent.
    for name in (name for name in MEMBERS if things_of(name) - {"envelope"}):
        answer = elsewhere.request.get(address(name, drafts))
        assert samples.MARK not in answer.text(), name
        assert answer.status in {403, 404}, name

    # Nor does asking a list for it, by its territory or by its number, on the screen or as a file.
    asked = [f"{room}?territoire={samples.HERE}&format={kind}" for room in LISTS for kind in ("html", "csv")]
    asked += [f"/bureau/financements/lignes/?action={drafts['action']}", "/bureau/financements/?par=action"]
    asked += [f"/bureau/conventions/?q={samples.HERE}&format=csv", "/bureau/comites/?format=csv"]
    for path in asked:
        assert samples.MARK not in elsewhere.request.get(path).text(), path


LISTS = ("/bureau/actions/", "/bureau/financements/lignes/", "/bureau/conventions/", "/bureau/changements/")
