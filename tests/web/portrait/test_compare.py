from beffroi.territory.towns import territories
from beffroi.web.figures.panel import panel


def get(client, *codes, status=200, axis=""):
    query = "&".join([*(f"t={code}" for code in codes), *([f"axe={axis}"] if axis else [])])
    response = client.get(f"/comparer/?{query}")
    assert response.status_code == status
    return response.content.decode()


def test_towns_stand_side_by_side_with_the_figures_of_their_portraits(client, reading, town, pair):
    html = get(client, town.code, pair.code)
    for place in (*town.communes, *pair.communes):
        assert f'<th scope="row">{place.name}</th>' in html
        for figure in panel(reading, code="HAB-03", commune=place.code).own:
            assert figure.text in html


def test_a_town_is_added_and_removed_without_script(client, town, pair):
    html = get(client, town.code, pair.code)
    assert f'<input type="hidden" name="t" value="{town.code}">' in html
    assert f'href="?t={pair.code}"' in html
    assert '<select class="fr-select" id="add"' in html


def test_a_fifth_town_is_refused_with_a_sentence_and_the_four_stay(client):
    five = territories()[:5]
    html = get(client, *(place.code for place in five), status=400)
    assert f"Quatre territoires au plus\u00a0: {five[4].name} n’est pas ajouté" in html
    for place in five[:4]:
        assert f'value="{place.code}">' in html


def test_four_towns_leave_no_place_for_another(client):
    assert 'id="add"' not in get(client, *(place.code for place in territories()[:4]))


def test_an_unknown_town_is_refused_with_near_names_and_the_others_stay(client, town):
    html = get(client, town.code, "rodes", status=400)
    assert "Rodez" in html
    assert f'value="{town.code}">' in html


def test_a_town_named_twice_is_shown_once(client, town):
    assert get(client, town.code, town.code).count('name="t" value=') == 1


def test_a_name_is_understood_as_well_as_a_code(client, town):
    assert f'value="{town.code}">' in get(client, town.name)


def test_an_axis_may_be_chosen_alone(client, town):
    html = get(client, town.code, axis="housing")
    assert 'id="HAB-03"' in html
    assert 'id="TRA-02"' not in html
    assert "jardins" in get(client, town.code, axis="jardins", status=400)


def test_nothing_chosen_invites_to_choose(client):
    assert "Choisissez un territoire pour commencer" in get(client)
