"""The public rooms without a town: home, list, data, method, and what machines ask for."""

from django.urls import path

from beffroi.web.public import machine, opendata, texts, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("territoires/", views.territory_list, name="territories"),
    path("donnees/", opendata.page, name="data"),
    path("methode/", texts.method, name="method"),
    path("accessibilite/", texts.accessibility, name="accessibility"),
    path("mentions-legales/", texts.legal, name="legal"),
    path("plan-du-site/", texts.site_map, name="site-map"),
]
# One address in both languages.
machine_routes = [
    path("healthz", machine.healthz, name="healthz"),
    path("robots.txt", machine.robots, name="robots"),
    path("sitemap.xml", machine.sitemap, name="sitemap"),
    path("carte/departements.geojson", machine.departments_geojson, name="departments_geojson"),
    path("donnees/faits/<str:edition>/<str:name>", opendata.facts_file, name="facts-file"),
    path("donnees/<str:release_name>/<str:name>", opendata.file, name="release-file"),
]
