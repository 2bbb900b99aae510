"""Is there no privacy manifest where Apple asks for one?"""

from collections.abc import Iterator

from appsec.api import BundleKind, Evidence, IosApp, Seen, table


def check(app: IosApp) -> Iterator[Seen]:
    """Advice only: nothing tells then which data an SDK collects."""
    folders = {one.folder for one in app.privacy_manifests}
    if app.info.path not in folders:
        yield Evidence("app", app.info.at, {"bundle": app.info.path})
    listed = set(table(__file__, "listed_sdks")["frameworks"])
    for bundle in app.bundles:
        name = bundle.path.rpartition("/")[2].rpartition(".")[0]
        inside = any(f"{folder}/".startswith(f"{bundle.path}/") for folder in folders)
        if bundle.kind is BundleKind.FRAMEWORK and name in listed and not inside:
            yield Evidence("sdk", bundle.at, {"bundle": bundle.path, "sdk": name})
