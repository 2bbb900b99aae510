"""Does the app send requests to http:// addresses that its network configuration permits?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Hit,
    Question,
    Seen,
    Value,
    alternatives,
    cleartext_host,
    constant_text,
    sightings,
)

_RECEIVER, _FIRST_TEXT = -1, -2
_SINKS = {
    "android.app.DownloadManager$Request.<init>": 0,
    "com.android.volley.toolbox.ImageRequest.<init>": _FIRST_TEXT,
    "com.android.volley.toolbox.JsonArrayRequest.<init>": _FIRST_TEXT,
    "com.android.volley.toolbox.JsonObjectRequest.<init>": _FIRST_TEXT,
    "com.android.volley.toolbox.StringRequest.<init>": _FIRST_TEXT,
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
                    if app.network_config.permits_cleartext(host):
                        yield Hit(site, "in-clear", {"host": host or "?"})
                    else:
                        yield Hit(site, "forbidden", {"host": host or "?"}, Question)
    for site in app.code.calls("okhttp3.HttpUrl$Builder.scheme"):
        if constant_text(site.argument(0)) == "http":
            yield Hit(site, "scheme", kind=Question)


def _address(site: CallSite, number: int) -> Value:
    if number == _FIRST_TEXT:
        number = next(iter(site.texts), 0)
    return site.receiver if number == _RECEIVER else site.argument(number)
