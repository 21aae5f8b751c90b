"""/bureau/actions/…"""

from django.urls import path

from beffroi.web.action.views import lists, parts, sheets, writing

app_name = "action"
urlpatterns = [
    path("", lists.table, name="list"),
    path("etats/", lists.board, name="board"),
    path("calendrier/", lists.calendar, name="calendar"),
    path("carte/", lists.map_page, name="map"),
    path("ajouter/", writing.choose_territory, name="choose"),
    path("ajouter/<slug:territory>/", writing.create, name="create"),
    path("ensemble/", writing.change_many, name="bulk"),
    path("<int:action>/", sheets.sheet_page, name="sheet"),
    path("<int:action>/fiche.pdf", sheets.sheet_pdf, name="pdf"),
    path("<int:action>/fiche.docx", sheets.sheet_docx, name="docx"),
    path("<int:action>/modifier/", writing.change, name="change"),
    path("<int:action>/dupliquer/", writing.duplicate, name="duplicate"),
    path("<int:action>/passer/", writing.move, name="move"),
    path("<int:action>/jalons/", parts.milestone, name="milestone"),
    path("<int:action>/risques/", parts.risk, name="risk"),
    path("<int:action>/dependances/", parts.dependency, name="dependency"),
    path("<int:action>/indicateurs/", parts.aim, name="aim"),
]
