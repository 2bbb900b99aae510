from pathlib import Path

import pytest

from appsec.vulndb.place import default_place


@pytest.mark.parametrize(
    "system,given,place",
    [
        ("linux", {"HOME": "/h"}, "/h/.local/share/appsec/advisories.sqlite"),
        ("linux", {"HOME": "/h", "XDG_DATA_HOME": "/d"}, "/d/appsec/advisories.sqlite"),
        ("linux", {"HOME": "/h", "XDG_DATA_HOME": "d"}, "/h/.local/share/appsec/advisories.sqlite"),
        ("darwin", {"HOME": "/h"}, "/h/Library/Application Support/appsec/advisories.sqlite"),
        ("win32", {"USERPROFILE": "/u"}, "/u/AppData/Local/appsec/advisories.sqlite"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/appsec/advisories.sqlite"),
    ],
)
def test_where_the_database_lies(system, given, place):
    assert default_place(given, system) == Path(place)
