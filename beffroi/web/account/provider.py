"""Sign-in by OpenID Connect, as ProConnect (the State's federation for public agents) wants it.

Beside django-allauth's general provider: the answer about the person may be a signed token, and a nonce ties the
identity received to the request that asked for it.
"""

import secrets
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.http import HttpRequest
from django.urls import reverse

NONCE = "oidc_nonce"
# Public keys only: a token signed with our shared secret, or not at all, is refused.
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]


class ProConnectAdapter(OpenIDConnectOAuth2Adapter):
    provider_id = "proconnect"

    def __init__(self, request: HttpRequest, provider_id: str = provider_id) -> None:
        super().__init__(request, provider_id)

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return build_absolute_uri(request, reverse("proconnect_callback"))

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **answer: Any) -> Any:
        identity = self._decode_id_token(app, answer["response"]["id_token"])
        expected = request.session.pop(NONCE, None)
        if not expected or identity.get("nonce") != expected:
            raise OAuth2Error("The identity received does not answer the request that was made.")
        person = self._fetch_user_info(token.token)
        if person.get("sub") != identity.get("sub"):
            raise OAuth2Error("The details received are of another person than the identity.")
        return self.get_provider().sociallogin_from_response(request, {"userinfo": person, "id_token": identity})

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        return self._verified(id_token)

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
        answer.raise_for_status()
        if "jwt" in answer.headers.get("Content-Type", ""):
            return self._verified(answer.text)
        return answer.json()

    def _verified(self, token: str) -> dict[str, Any]:
        """What a token says, once its signature, issuer, audience and dates are those expected."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        try:
            return jwt.decode(
                token,
                key=_signing_key(jwt.PyJWKSet.from_dict(answer.json()).keys, token=token),
                algorithms=SIGNATURES,
                issuer=self.openid_config["issuer"],
                audience=self.get_provider().app.client_id,
            )
        except jwt.PyJWTError as refusal:
            raise OAuth2Error(f"The provider's token is not valid: {refusal}.") from refusal


def _signing_key(keys: list[jwt.PyJWK], *, token: str) -> jwt.PyJWK:
    named = jwt.get_unverified_header(token).get("kid")
    found = keys if named is None else [key for key in keys if key.key_id == named]
    if len(found) != 1:
        raise OAuth2Error("No single key of the provider signed this token.")
    return found[0]


class ProConnectProvider(OpenIDConnectProvider):
    id = "proconnect"
    oauth2_adapter_class = ProConnectAdapter
    pkce_enabled_default = True

    def get_login_url(self, request: HttpRequest, **query: Any) -> str:
        return reverse("proconnect_login", query=query or None)

    def get_callback_url(self) -> str:
        return reverse("proconnect_callback")

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return self.get_scope()

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        # Never from the address: whoever writes a link would choose what is asked.
        request.session[NONCE] = secrets.token_urlsafe(32)
        return self.get_auth_params() | {"nonce": request.session[NONCE]}


provider_classes = [ProConnectProvider]
