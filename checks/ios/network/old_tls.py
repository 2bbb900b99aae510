"""Does the code itself permit versions of TLS that are no longer safe?"""

from collections.abc import Iterator

from appsec.api import Hit, IosApp, Origin, Question, Seen, numbers, sightings, table

_TAKES = {
    "-[NSURLSessionConfiguration setTLSMinimumSupportedProtocol:]": (0, "protocols"),
    "-[NSURLSessionConfiguration setTLSMinimumSupportedProtocolVersion:]": (0, "versions"),
    "SSLSetProtocolVersionMin": (1, "protocols"),
    "sec_protocol_options_set_tls_min_version": (1, "protocols"),
    "sec_protocol_options_set_min_tls_protocol_version": (1, "versions"),
}


def check(app: IosApp) -> Iterator[Seen]:
    """Which version is agreed on is seen in a run only. Libraries offer the setting to apps: only
    the app's own code counts."""
    yield from sightings(hit for hit in _hits(app) if hit.place.origin is Origin.APP)


def _hits(app: IosApp) -> Iterator[Hit]:
    known = table(__file__, "tls_versions")
    for name, (parameter, kind) in _TAKES.items():
        for call in app.native_code.calls(name):
            for number in numbers(call.argument(parameter)):
                if version := known[kind].get(number):
                    told = {"version": version, "function": call.caller}
                    yield Hit(call, "old", told, Question)
