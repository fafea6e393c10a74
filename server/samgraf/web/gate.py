"""Who may write: nobody, or who sends the token of the operator."""

import hmac

from samgraf.errors import QueryRefused

from .exchange import Exchange

_SCHEME = "bearer "
_WRONG = 'Bearer realm="samgraf", error="invalid_token"'
"""RFC 6750, section 3.1."""


class Gate:
    """Lets writes pass, or refuses them before anything of them is read."""

    def __init__(self, token: str | None) -> None:
        """Ask for a token; None refuses everybody."""
        self._token = token.encode() if token is not None else None

    @property
    def open(self) -> bool:
        """Whether there is anybody who may write."""
        return self._token is not None

    def refuse(self) -> None:
        """Refuse an update that came by GET, whoever sends it."""
        if self._token is None:
            raise QueryRefused("read-only", "data cannot be changed here")
        raise QueryRefused("method", "GET changes nothing: send an update by POST")

    def check(self, exchange: Exchange) -> None:
        """Raise ``QueryRefused`` unless this request may write (RFC 6750, section 2.1)."""
        if self._token is None:
            raise QueryRefused("read-only", "data cannot be changed here")
        sent = exchange.header(b"authorization")
        if not sent.lower().startswith(_SCHEME):
            raise QueryRefused("unauthorised", "a write needs Authorization: Bearer TOKEN")
        given = sent[len(_SCHEME) :].strip().encode("latin-1")
        if not hmac.compare_digest(given, self._token):
            detail = "this is not the token of this server"
            raise QueryRefused("unauthorised", detail, headers={"WWW-Authenticate": _WRONG})
