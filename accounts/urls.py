from django.urls import path

from accounts.views import account, account_data, account_delete, set_language

urlpatterns = [
    path("", account, name="account"),
    path("data/", account_data, name="account_data"),
    path("delete/", account_delete, name="account_delete"),
    path("language/", set_language, name="set_language"),
]
