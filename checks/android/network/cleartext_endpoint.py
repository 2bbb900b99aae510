"""Do the annotations of Retrofit's interfaces name http:// addresses?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Constant, Location, Origin, Question, Seen, cleartext_host

_KINDS = tuple(
    f"retrofit2.http.{verb}"
    for verb in ("DELETE", "GET", "HEAD", "HTTP", "OPTIONS", "PATCH", "POST", "PUT")
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """A whole address goes before the base URL. That the method is called is not shown, so it is
    asked only; what libraries' interfaces name is asked where nothing forbids it."""
    found: dict[tuple[str, Origin], set[Location]] = {}
    for one in app.code.annotations(*_KINDS):
        for text in one.texts.values():
            if (host := cleartext_host(Constant(text))) is not None:
                allowed = app.network_config.permits_cleartext(host)
                if allowed or one.origin is Origin.APP:
                    key = "permitted" if allowed else "forbidden"
                    found.setdefault((key, one.origin), set()).add(one.at)
    for (key, origin), places in found.items():
        yield Question(key, tuple(sorted(places)), {"count": str(len(places))}, origin=origin)
