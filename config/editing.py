"""The addresses of the catalog's editors. Whoever loads this loads Django's admin with it."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

admin.autodiscover()
# Editors sign in where everybody does: the admin's own form knows no limit to wrong passwords.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = admin.site.get_urls()
