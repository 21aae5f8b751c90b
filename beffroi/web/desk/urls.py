"""/bureau/…"""

from django.urls import path

from beffroi.web.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("territoires/", views.territories, name="territories"),
    path("territoires/<slug:territory>/", views.territory, name="territory"),
    path("a-faire/", views.tasks, name="tasks"),
    path("changements/", views.changed, name="changes"),
    path("journal/<slug:kind>/<slug:identifier>/", views.history, name="history"),
]
