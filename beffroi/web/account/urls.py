"""The routes of the door. Those of django-allauth that let somebody sign up or change address are not opened."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as outside
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from beffroi.web.account import views

urlpatterns = [
    path("", views.overview, name="account_overview"),
    path("rappels/", views.choose_reminders, name="account_reminders"),
    path("rappels/arreter/<str:token>/", views.stop_reminders, name="account_stop_reminders"),
    path("langue/", views.choose_language, name="account_language"),
    path("invitation/<str:token>/", views.invitation, name="account_invitation"),
    path("demonstration/", views.play, name="demonstration_login"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("connexion/", account.login, name="account_login"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("ferme/", account.account_inactive, name="account_inactive"),
    # Closed by the adapter; allauth's pages point to it, and so does an unknown identity.
    path("inscription/", account.signup, name="account_signup"),
    path("identite-inconnue/", outside.signup, name="socialaccount_signup"),
    path("identite-refusee/", outside.login_error, name="socialaccount_login_error"),
    path("identite-annulee/", outside.login_cancelled, name="socialaccount_login_cancelled"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/nouveau/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("proconnect/", views.to_provider, name="proconnect_login"),
    path("proconnect/retour/", views.from_provider, name="proconnect_callback"),
    path("second-facteur/", mfa.index, name="mfa_index"),
    path("second-facteur/code/", mfa.authenticate, name="mfa_authenticate"),
    path("second-facteur/confirmer/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-facteur/application/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-facteur/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-facteur/secours/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-facteur/secours/nouveaux/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-facteur/secours/fichier/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("cles/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("cles/ajouter/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("cles/connexion/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("cles/confirmer/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("cles/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("cles/<int:pk>/retirer/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]
