"""The fact `strings`: every string resource, in every configuration."""

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.resources import Localised, StringResource
from appsec.model.outcome import Cause, Location
from appsec.readers.apk.files import AppFiles
from appsec.readers.apk.resources import malformed_table
from appsec.readers.apk.xml_shape import BadShape

MAX_TEXTS = 300_000


def read_strings(files: AppFiles) -> Known[tuple[StringResource, ...]]:
    """In the order of tables and ids. What is malformed costs all of them."""
    if not any(part.has_table for part in files.parts):
        return Known(())
    found: list[StringResource] = []
    left = MAX_TEXTS
    for file, table in files.resources.tables().items():
        texts: dict[int, list[Localised]] = {}
        names: dict[int, str] = {}
        try:
            for one in table.every(lambda kind: kind == "string"):
                value, configuration = one.variant
                texts.setdefault(one.id, []).append(Localised(value.as_text(), str(configuration)))
                names.setdefault(one.id, one.name)
                left -= 1
                if left < 0:
                    raise FactUnavailable(Cause.LOST, "too-many-strings", {"file": file})
        except BadShape as error:
            raise malformed_table(file, error) from error
        found += (
            StringResource(names[id], Location(file, f"string/{names[id]}"), tuple(texts[id]))
            for id in sorted(texts)
        )
    return Known(tuple(found))
