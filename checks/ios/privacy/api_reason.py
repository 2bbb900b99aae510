"""Does a privacy manifest give no reason for an API that may identify a device?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Seen, table


def check(app: IosApp) -> Iterator[Seen]:
    """Advice only: the store refuses such a build, the norm says nothing of it."""
    known = table(__file__, "api_reasons")["reasons"]
    for one in app.privacy_manifests:
        wrong = []
        for api in one.accessed:
            strange = sorted(set(api.reasons) - set(known.get(api.category, ())))
            if not api.reasons or strange:
                wrong.append(f"{api.category} ({', '.join(strange) or '-'})")
        if wrong:
            values = {"by": one.name, "apis": ", ".join(sorted(wrong))}
            yield Evidence("no-reason", one.at, values, identity=("by",))
