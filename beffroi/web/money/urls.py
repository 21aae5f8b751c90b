"""/bureau/financements/…"""

from django.urls import path

from beffroi.web.money.views import correcting, envelopes, lines, totals

app_name = "money"
urlpatterns = [
    path("", totals.totals_page, name="list"),
    path("lignes/", totals.lines_page, name="lines"),
    path("enveloppes/", envelopes.envelopes_page, name="envelopes"),
    path("enveloppes/ouvrir/", envelopes.open_envelope, name="open-envelope"),
    path("enveloppes/<int:envelope>/", envelopes.envelope_page, name="envelope"),
    path("enveloppes/<int:envelope>/deleguer/", envelopes.delegate, name="delegate"),
    path("enveloppes/<int:envelope>/montant/", envelopes.change_envelope, name="change-envelope"),
    path("enveloppes/<int:envelope>/retirer/", envelopes.withdraw_envelope, name="withdraw-envelope"),
    path("enveloppes/<int:envelope>/retablir/", envelopes.restore_envelope, name="restore-envelope"),
    path("ajouter/<int:action>/", lines.create, name="create"),
    path("<int:line>/", lines.line_page, name="line"),
    path("<int:line>/corriger/", lines.change, name="change"),
    path("<int:line>/etapes/", correcting.correct, name="correct"),
    path("<int:line>/passer/", lines.move, name="move"),
]
