"""/bureau/conventions/…"""

from django.urls import path

from beffroi.web.convention.views import agreements, documents, perimeters, territories, versions, writing

app_name = "convention"
urlpatterns = [
    path("", territories.convention_list, name="list"),
    path("nationales/", agreements.agreement_list, name="agreements"),
    path("<slug:territory>/", territories.territory_page, name="territory"),
    path("<slug:territory>/ouvrir/", territories.open_convention, name="open"),
    path("<slug:territory>/avenant/", territories.amend, name="amend"),
    path("<slug:territory>/fond.geojson", perimeters.ground, name="ground"),
    path("<slug:territory>/dessiner/", perimeters.draw, name="draw"),
    path("<slug:territory>/importer/", perimeters.import_file, name="import"),
    path("<slug:territory>/ort/", documents.add_ort, name="add-ort"),
    path("<slug:territory>/arrete/", documents.homologate, name="homologate"),
    path("<slug:territory>/deposer/", documents.add, name="add-document"),
    path("versions/<int:version>/", versions.version_page, name="version"),
    path("versions/<int:version>/comparer/", versions.compare, name="compare"),
    path("versions/<int:version>/transmettre/", versions.move, {"name": "send"}, name="send"),
    path("versions/<int:version>/avis/", versions.note_opinion, name="note-opinion"),
    path(
        "versions/<int:version>/assemblees/",
        versions.move,
        {"name": "start_deliberations"},
        name="start-deliberations",
    ),
    path("versions/<int:version>/deliberation/", versions.add_deliberation, name="add-deliberation"),
    path("versions/<int:version>/a-la-signature/", versions.move, {"name": "make_ready"}, name="make-ready"),
    path("versions/<int:version>/signer/", versions.sign, name="sign"),
    path("versions/<int:version>/reprendre/", versions.move, {"name": "reopen"}, name="reopen"),
    path("versions/<int:version>/fin/", versions.move, {"name": "expire"}, name="expire"),
    path("versions/<int:version>/resilier/", versions.terminate, name="terminate"),
    path("versions/<int:version>/texte/", writing.write, name="write"),
    path("versions/<int:version>/partie/", writing.add_party, name="add-party"),
    path("versions/<int:version>/partie/retirer/", writing.remove_party, name="remove-party"),
    path("versions/<int:version>/axes/", writing.address_axes, name="axes"),
    path("versions/<int:version>/perimetres/", writing.set_perimeters, name="set-perimeters"),
    path("versions/<int:version>/plan/", writing.set_plan, name="set-plan"),
    path("versions/<int:version>/annexe/", writing.add_annex, name="add-annex"),
    path("versions/<int:version>/annexe/retirer/", writing.remove_annex, name="remove-annex"),
    path("perimetres/<int:perimeter>/", perimeters.perimeter_page, name="perimeter"),
    path("perimetres/<int:perimeter>/contour.geojson", perimeters.contour, name="contour"),
    path("perimetres/<int:perimeter>/corriger/", perimeters.redraw, name="redraw"),
    path("perimetres/<int:perimeter>/retirer/", perimeters.withdraw, name="withdraw"),
    path("perimetres/<int:perimeter>/en-vigueur/", perimeters.bring_into_force, name="bring-into-force"),
    path("perimetres/<int:perimeter>/fin/", perimeters.end, name="end-perimeter"),
    path("documents/<int:document>/", documents.download, name="document"),
    path("documents/<int:document>/version/", documents.add_version, name="add-version"),
    path("documents/<int:document>/lecteurs/", documents.change_circle, name="change-circle"),
]
