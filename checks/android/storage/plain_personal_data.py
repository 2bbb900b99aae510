"""Are personal data or identifiers put into preferences as they are?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Origin,
    Question,
    Returned,
    Seen,
    called,
    carried,
    constant_text,
    depends_on_run,
    names_personal_data,
    within,
)

_PUTS = "android.content.SharedPreferences$Editor.putString"
_PROTECTS = ("digest", "dofinal", "encrypt", "hash", "seal", "wrap")


def check(app: AndroidApp) -> Iterator[Seen]:
    """One question for all names. Libraries stay quiet: a run shows what they store."""
    found: dict[str, list[CallSite]] = {}
    for site in app.code.calls(_PUTS):
        value = site.argument(1)
        names = [constant_text(site.argument(0)) or "", *map(called, carried(value))]
        name = next(filter(names_personal_data, names), "")
        if name and site.origin is Origin.APP and depends_on_run(value) and not _is_kept(site):
            found.setdefault(name, []).append(site)
    if found:
        places = {site.at for sites in found.values() for site in sites}
        yield Question("plain", tuple(sorted(places)), {"names": ", ".join(sorted(found))})


def _is_kept(site: CallSite) -> bool:
    """Encrypted, or only a hash."""
    values = (site.arguments[2], site.argument(1), site.receiver)
    made = [one.method for v in values for one in within(v) if isinstance(one, Returned)]
    return any("Encrypted" in m.api or m.name.lower().startswith(_PROTECTS) for m in made)
