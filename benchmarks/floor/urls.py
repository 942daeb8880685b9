"""A page and an edit."""

from django.urls import path

from benchmarks.floor import views

urlpatterns = [
    path("boards/<int:board_id>/", views.board),
    path("boards/<int:board_id>/notes/", views.add),
]
