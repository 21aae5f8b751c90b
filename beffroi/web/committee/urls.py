"""/bureau/comites/…"""

from django.urls import path

from beffroi.web.committee.views import committees, deciding, following, minutes, sessions

app_name = "committee"
urlpatterns = [
    path("", committees.committee_list, name="list"),
    path("installer/", committees.add, name="add"),
    path("<int:committee>/", committees.committee_page, name="committee"),
    path("<int:committee>/prevoir/", committees.plan, name="plan"),
    path("seances/<int:session>/", sessions.session_page, name="session"),
    path("seances/<int:session>/date/", sessions.move_date, name="move-date"),
    path("seances/<int:session>/point/", sessions.add_agenda_item, name="add-agenda"),
    path("seances/<int:session>/point/retirer/", sessions.remove_agenda_item, name="remove-agenda"),
    path("seances/<int:session>/point/note/", sessions.note_discussion, name="note-discussion"),
    path("seances/<int:session>/presence/", sessions.note_attendance, name="note-attendance"),
    path("seances/<int:session>/decision/", deciding.decide, name="decide"),
    path("seances/<int:session>/convoquer/", sessions.move, {"name": "convene"}, name="convene"),
    path("seances/<int:session>/tenir/", sessions.move, {"name": "hold"}, name="hold"),
    path("seances/<int:session>/annuler/", sessions.move, {"name": "cancel"}, name="cancel"),
    path("seances/<int:session>/compte-rendu/", minutes.propose, name="propose-minutes"),
    path("seances/<int:session>/compte-rendu.pdf", minutes.download, name="minutes"),
    path("seances/<int:session>/reprendre/", sessions.move, {"name": "revise_minutes"}, name="revise-minutes"),
    path("seances/<int:session>/adopter/", sessions.move, {"name": "adopt_minutes"}, name="adopt-minutes"),
    path("decisions/<int:decision>/", deciding.decision_page, name="decision"),
    path("decisions/<int:decision>/corriger/", deciding.correct, name="correct"),
    path("decisions/<int:decision>/suite/", following.entrust, name="entrust"),
    path("decisions/<int:decision>/faite/", following.follow, {"name": "finish"}, name="finish"),
    path("decisions/<int:decision>/caduque/", following.follow, {"name": "lapse"}, name="lapse"),
    path("decisions/<int:decision>/reprendre/", following.follow, {"name": "resume"}, name="resume"),
    path("decisions/<int:decision>/action/", deciding.add_action, name="add-action"),
]
