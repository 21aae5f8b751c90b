"""/bureau/financements/…"""

from django.urls import path

from beffroi.web.money.views import lines, totals

app_name = "money"
urlpatterns = [
    path("", totals.totals_page, name="list"),
    path("lignes/", totals.lines_page, name="lines"),
    path("enveloppes/", totals.envelopes_page, name="envelopes"),
    path("ajouter/<int:action>/", lines.create, name="create"),
    path("<int:line>/", lines.line_page, name="line"),
    path("<int:line>/corriger/", lines.change, name="change"),
    path("<int:line>/passer/", lines.move, name="move"),
]
