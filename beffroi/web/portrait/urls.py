"""The addresses of portraits, indicators and comparisons: in French, stable, the same under /en/."""

from django.urls import path

from beffroi.web.portrait.views import compare, indicator, money, territory

app_name = "portrait"
urlpatterns = [
    path("territoires/<slug:code>/", territory.portrait, name="territory"),
    path("territoires/<slug:code>/portrait.pdf", territory.portrait_pdf, name="territory-pdf"),
    path("territoires/<slug:code>/valeurs.csv", territory.values_csv, name="territory-csv"),
    path("territoires/<slug:code>/financements/", money.lines_page, name="money"),
    path("territoires/<slug:code>/financements.csv", money.lines_csv, name="money-csv"),
    path("territoires/<slug:code>/perimetres.geojson", territory.perimeters_geojson, name="perimeters-geojson"),
    path("indicateurs/", indicator.catalogue, name="indicators"),
    path("indicateurs/<slug:code>/", indicator.page, name="indicator"),
    path("indicateurs/<slug:code>/valeurs.csv", indicator.values_csv, name="indicator-csv"),
    path("comparer/", compare.page, name="compare"),
]
