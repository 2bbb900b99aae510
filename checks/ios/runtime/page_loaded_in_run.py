"""Does a recorded run show web views load pages that are undeclared or in clear?"""

from collections.abc import Iterator

from appsec.api import (
    IosApp,
    Seen,
    clear_pages,
    pages_of,
    put_into,
    table,
    told_of,
    undeclared_pages,
)

_LOADS = ("-[WKWebView loadRequest:]", "-[WKWebView loadHTMLString:baseURL:]")


def check(app: IosApp) -> Iterator[Seen]:
    """In clear first: that needs no declaration. What redirects lead to, the pages tell."""
    packages = {one.package for one in app.runs.metas}
    loads = app.runs.calls(_LOADS, any_of=True, each=True)
    found = pages_of(loads, app.runs.pages(), packages)
    yield from told_of(put_into(app, _LOADS, "datum"))
    yield from clear_pages(found)
    yield from undeclared_pages(found, app.declaration, table(__file__, "login_pages")["hosts"])
