"""Sign in, sign out, and the set-up link that makes the first account."""

from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from survey.access import password_link_owner, use_entry_token, use_password_link
from survey.accounts import (
    SESSION_DAYS,
    SHORTEST_PASSWORD,
    account_of,
    sign_in,
    sign_out,
    start_session,
    use_setup_link,
)
from survey.errors import AccountError, RequestError
from survey.html.body import Fields, read_form
from survey.html.catalogues import words
from survey.html.frame import Frame
from survey.html.guard import guarded
from survey.html.languages import INTERFACE, reader_of, remember_choice
from survey.html.origin import came_from_here
from survey.phrases import phrase, said
from survey.settings import Settings
from survey.storage import Account, Store

SESSION_COOKIE = "plumbline_session"
_FORGED = phrase(
    "This form did not come from a page of this site, so nothing was done. Open the sign-in page "
    "again and send the form from there."
)
Deed = Callable[[Request, dict[str, str]], Response]


class SignInPages:
    """The sign-in pages over one store."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._frame = Frame(Path(__file__).parent / "templates")

    def routes(self) -> list[Route]:
        """Return where people come in, by a password, a link or a proof, and go out."""
        return [
            self._route("/login", self._show_login, "GET"),
            self._route("/login", self._sign_in, "POST"),
            self._route("/enter", self._enter, "POST"),
            self._route("/logout", self._show_logout, "GET"),
            self._route("/logout", self._sign_out, "POST"),
            self._route("/setup/{token}", self._show_setup, "GET"),
            self._route("/setup/{token}", self._set_up, "POST"),
            self._route("/password/{token}", self._show_password, "GET"),
            self._route("/password/{token}", self._set_password, "POST"),
        ]

    def account(self, request: Request) -> Account | None:
        """Return who is signed in; waits for the database."""
        token = request.cookies.get(SESSION_COOKIE)
        return account_of(self._store, token) if token else None

    def _route(self, path: str, deed: Deed, method: str) -> Route:
        async def endpoint(request: Request) -> Response:
            fields: Fields = ()
            if method == "POST":
                if not came_from_here(request, self._settings.base_url):
                    raise RequestError("a forged form", status=403, advice=_FORGED)
                fields = await read_form(request)
            response = await run_in_threadpool(deed, request, dict(fields))
            remember_choice(request, response)
            return response

        return Route(path, guarded(endpoint), methods=[method])

    def _show_login(self, request: Request, _: dict[str, str]) -> Response:
        account = self.account(request)
        return self._login(request, account=account)

    def _sign_in(self, request: Request, sent: dict[str, str]) -> Response:
        email = sent.get("email", "")
        try:
            token = sign_in(self._store, email, sent.get("password", ""))
        except AccountError as error:
            return self._login(request, email=email, problem=error.advice, status=401)
        return self._signed_in(token)

    def _enter(self, request: Request, sent: dict[str, str]) -> Response:
        """Start a session for somebody whom the organisation's own sign-in let through."""
        try:
            token = use_entry_token(self._store, sent.get("token", ""))
        except AccountError as error:
            return self._login(request, problem=error.advice, status=401)
        return self._signed_in(token)

    def _login(
        self,
        request: Request,
        *,
        account: Account | None = None,
        email: str = "",
        problem: str | None = None,
        status: int = 200,
    ) -> Response:
        has_accounts = self._store.accounts.count() > 0
        return self._page(
            request,
            "login.html",
            status=status,
            account=account,
            email=email,
            problem=problem,
            has_accounts=has_accounts,
        )

    def _show_logout(self, request: Request, _: dict[str, str]) -> Response:
        # A question, not the deed: a picture in a mail could otherwise sign people out.
        return self._page(request, "logout.html", account=self.account(request))

    def _sign_out(self, request: Request, _: dict[str, str]) -> Response:
        token = request.cookies.get(SESSION_COOKIE)
        if token:
            sign_out(self._store, token)
        response = RedirectResponse("/login", 303)
        response.delete_cookie(SESSION_COOKIE, path="/")
        return response

    def _show_setup(self, request: Request, _: dict[str, str]) -> Response:
        return self._setup(request)

    def _set_up(self, request: Request, sent: dict[str, str]) -> Response:
        email, password = sent.get("email", ""), sent.get("password", "")
        try:
            account = use_setup_link(self._store, request.path_params["token"], email, password)
        except AccountError as error:
            return self._setup(request, email=email, problem=error.advice, status=422)
        return self._signed_in(start_session(self._store, account.email))

    def _setup(
        self, request: Request, *, email: str = "", problem: str | None = None, status: int = 200
    ) -> Response:
        return self._page(
            request,
            "setup.html",
            status=status,
            email=email,
            problem=problem,
            shortest=SHORTEST_PASSWORD,
            is_set_up=self._store.accounts.count() > 0,
        )

    def _show_password(self, request: Request, _: dict[str, str]) -> Response:
        return self._password(request)

    def _set_password(self, request: Request, sent: dict[str, str]) -> Response:
        try:
            account = use_password_link(
                self._store, request.path_params["token"], sent.get("password", "")
            )
        except AccountError as error:
            return self._password(request, problem=error.advice, status=422)
        return self._signed_in(start_session(self._store, account.email))

    def _password(
        self, request: Request, *, problem: str | None = None, status: int = 200
    ) -> Response:
        owner = password_link_owner(self._store, request.path_params["token"])
        return self._page(
            request,
            "password.html",
            status=status if owner else 404,
            email=owner,
            problem=problem,
            shortest=SHORTEST_PASSWORD,
        )

    def _signed_in(self, token: str) -> Response:
        response = RedirectResponse("/", 303)
        response.set_cookie(
            SESSION_COOKIE,
            token,
            max_age=SESSION_DAYS * 24 * 3600,
            path="/",
            secure=self._settings.secure_cookies,
            httponly=True,
            samesite="lax",
        )
        return response

    def _page(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        problem: str | None = None,
        **given: object,
    ) -> Response:
        language = reader_of(request).language()
        shown = {**given, "problem": said(problem, words(language)) if problem else None}
        response = self._frame.page(
            template, shown, status=status, language=language, offered=INTERFACE
        )
        # With "no-referrer" a browser hides where a form comes from, and `came_from_here`
        # could not tell ours from a forged one over plain HTTP. This sends no path.
        response.headers["Referrer-Policy"] = "strict-origin"
        return response
