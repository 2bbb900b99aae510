"""May callers of a provider that is open to all bring SQL of their own?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Origin,
    Parameter,
    Seen,
    inside,
    one_question,
    open_classes,
    table,
)

_PROVIDER = "android.content.ContentProvider"
_ANSWERS = frozenset(("delete", "query", "update"))
_LIMITS = frozenset(("setProjectionMap", "setStrict", "setStrictColumns", "setStrictGrammar"))


def check(app: AndroidApp) -> Iterator[Seen]:
    """Callers bring a selection because providers are made so: one question for all. What limits
    the columns or the grammar, and providers that ask for a permission, stay quiet."""
    providers = {name for name, _, _ in app.code.subclasses(_PROVIDER)}
    reachable = providers & open_classes(app.manifest)
    sites = (s for s in app.code.calls(*table(__file__, "sql_calls")) if s.origin is Origin.APP)
    answers = (s for s in sites if s.caller.owner in reachable and s.caller.name in _ANSWERS)
    yield from one_question("passed", filter(_passes_on, answers))


def _passes_on(site: CallSite) -> bool:
    """Whether a text of the caller (selection, order) goes into the statement."""
    texts = (one for number in site.texts for one in inside(site.near(number)))
    given = any(isinstance(one, Parameter) and one.type == "java.lang.String" for one in texts)
    return given and not any(one.name in _LIMITS for one in site.around)
