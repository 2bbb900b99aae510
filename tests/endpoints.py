"""Endpoints made by hand."""

from appsec.model.endpoint import Endpoint, Use
from appsec.model.outcome import Location, Origin
from appsec.readers.endpoints.clouds import hosted

PLACE = Location("classes.dex", "tw.example.app.Net.load")


def endpoint(host: str, *uses: Use, scheme: str = "https", origin: Origin = Origin.APP) -> Endpoint:
    """A host that a request of the app's own uses, unless told otherwise."""
    place = hosted(host)
    return Endpoint(
        host,
        uses or (Use.REQUEST,),
        (PLACE,),
        scheme,
        origin=origin,
        cloud=place.cloud,
        region=place.region,
        country=place.country,
    )
