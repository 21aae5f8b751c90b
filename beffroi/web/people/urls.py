"""/bureau/personnes/…"""

from django.urls import path

from beffroi.web.people import views

app_name = "people"
urlpatterns = [
    path("", views.access_list, name="list"),
    path("inviter/", views.invite, name="invite"),
    path("acces/<int:membership>/", views.access_page, name="access"),
    path("acces/<int:membership>/terminer/", views.end, name="end"),
    path("acces/<int:membership>/prolonger/", views.extend, name="extend"),
    path("invitations/<int:invitation>/", views.invitation_page, name="invitation"),
    path("invitations/<int:invitation>/renvoyer/", views.resend, name="resend"),
    path("invitations/<int:invitation>/retirer/", views.withdraw, name="withdraw"),
    path("organisations/", views.organisation_list, name="organisations"),
    path("organisations/ajouter/", views.add_organisation, name="add-organisation"),
]
