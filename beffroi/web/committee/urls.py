"""/bureau/comites/…"""

from django.urls import path

from beffroi.web.committee import views

app_name = "committee"
urlpatterns = [
    path("", views.committee_list, name="list"),
    path("installer/", views.add, name="add"),
    path("<int:committee>/", views.committee_page, name="committee"),
    path("<int:committee>/prevoir/", views.plan, name="plan"),
    path("seances/<int:session>/", views.session_page, name="session"),
    path("seances/<int:session>/date/", views.move_date, name="move-date"),
    path("seances/<int:session>/point/", views.add_agenda_item, name="add-agenda"),
    path("seances/<int:session>/presence/", views.note_attendance, name="note-attendance"),
    path("seances/<int:session>/decision/", views.decide, name="decide"),
    path("seances/<int:session>/convoquer/", views.move, {"name": "convene"}, name="convene"),
    path("seances/<int:session>/tenir/", views.move, {"name": "hold"}, name="hold"),
    path("seances/<int:session>/annuler/", views.move, {"name": "cancel"}, name="cancel"),
    path("seances/<int:session>/compte-rendu/", views.propose_minutes, name="propose-minutes"),
    path("seances/<int:session>/reprendre/", views.move, {"name": "revise_minutes"}, name="revise-minutes"),
    path("seances/<int:session>/adopter/", views.move, {"name": "adopt_minutes"}, name="adopt-minutes"),
    path("decisions/<int:decision>/", views.decision_page, name="decision"),
]
