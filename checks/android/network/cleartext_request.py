"""Does the app send requests to http:// addresses that its network configuration permits?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Finding,
    Hit,
    Question,
    Seen,
    Value,
    alternatives,
    cleartext_host,
    sightings,
)

_RECEIVER = -1
_SINKS = {
    "com.android.volley.toolbox.JsonObjectRequest.<init>": 1,
    "com.android.volley.toolbox.StringRequest.<init>": 1,
    "java.net.URL.getContent": _RECEIVER,
    "java.net.URL.openConnection": _RECEIVER,
    "java.net.URL.openStream": _RECEIVER,
    "okhttp3.Request$Builder.url": 0,
    "org.apache.http.client.methods.HttpGet.<init>": 0,
    "org.apache.http.client.methods.HttpPost.<init>": 0,
    "org.apache.http.client.methods.HttpPut.<init>": 0,
    "retrofit2.Retrofit$Builder.baseUrl": 0,
}
"""What makes a request, and which argument is its address."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """An address that begins in clear proves it where the configuration permits it for this host
    (or for all, if the host is not told); what it forbids or may forbid is a question."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for api, number in _SINKS.items():
        for site in app.code.calls(api):
            for address in alternatives(_address(site, number)):
                if (host := cleartext_host(address)) is not None:
                    allowed = app.network_config.permits_cleartext(host)
                    key, kind = ("in-clear", Finding) if allowed else ("forbidden", Question)
                    yield Hit(site, key, {"host": host or "?"}, kind)


def _address(site: CallSite, number: int) -> Value:
    return site.receiver if number == _RECEIVER else site.argument(number)
