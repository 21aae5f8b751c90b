"""Every route is on the access list: a page that nobody placed is a page that anyone might open by mistake."""

from beffroi.web.access import ACCESS, Who, routes


def test_every_route_of_the_site_and_of_the_api_is_placed_on_the_access_list():
    unplaced = set(routes()) - ACCESS.keys()

    assert unplaced == set(), "say in beffroi/web/access.py who may open these routes"


def test_the_access_list_names_no_route_that_is_gone():
    assert ACCESS.keys() - set(routes()) == set()


def test_the_public_site_is_open_to_anyone():
    assert ACCESS["public:home"] is Who.ANYONE
    assert ACCESS["portrait:territory"] is Who.ANYONE
    assert ACCESS["api-v1:values"] is Who.ANYONE
