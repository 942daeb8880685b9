from django.urls import path

from accounts.views import account, set_language

urlpatterns = [
    path("", account, name="account"),
    path("language/", set_language, name="set_language"),
]
