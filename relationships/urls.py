from django.urls import path

from relationships.views import guide, guide_strategy, guide_type

urlpatterns = [
    path("guide/", guide, name="guide"),
    path("guide/types/<slug:slug>/", guide_type, name="guide_type"),
    path("guide/strategies/<slug:slug>/", guide_strategy, name="guide_strategy"),
]
