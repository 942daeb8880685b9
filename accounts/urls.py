from allauth.account.views import password_set
from django.urls import path

from accounts.changing import AddressView
from accounts.sign_in import CodeView
from accounts.verified import verified_only
from accounts.views import account, account_data, account_delete, set_language

urlpatterns = [
    path("", account, name="account"),
    path("data/", account_data, name="account_data"),
    path("delete/", account_delete, name="account_delete"),
    path("language/", set_language, name="set_language"),
    # In place of allauth's own, under the same names.
    path("email/", AddressView.as_view(), name="account_email"),
    path("login/code/confirm/", CodeView.as_view(), name="account_confirm_login_code"),
    path("password/set/", verified_only(password_set), name="account_set_password"),
]
