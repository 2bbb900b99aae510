"""Licences of known components: by package, group and version; what is not certain is unknown."""

import pytest
from license_expression import get_spdx_licensing

from appsec.readers.software.licences import licence_of, published
from appsec.readers.software.table import table

TABLES = ("android", "native", "scripts", "frameworks", "ios")


def test_every_licence_is_one_of_spdx():
    for row in published():
        assert get_spdx_licensing().validate(row.licence).errors == [], row.licence


def test_every_row_speaks_of_a_component_that_a_table_knows():
    rows = [row for name in TABLES for row in table(name).components]
    known = {row.package_url or row.name for row in rows}
    groups = {key for key in known if key.startswith("pkg:maven/")}
    for key in (key for row in published() for key in row.keys):
        if key.endswith("/"):
            assert any(one.startswith((key, f"{key[:-1]}.")) for one in groups), key
        else:
            assert key in known, key


def test_no_two_rows_speak_of_one_version():
    every = [key for row in published() for key in row.keys if not (row.since or row.before)]
    assert sorted(every) == sorted(set(every))
    for row in published():
        assert not (row.since and row.before) or row.holds_for(row.since)


@pytest.mark.parametrize(
    ("name", "url", "versions", "licence"),
    [
        ("androidx.core:core", "pkg:maven/androidx.core/core", [], "Apache-2.0"),
        ("x", "pkg:maven/androidx.unheard.of/of", ["1.0"], "Apache-2.0"),
        ("x", "pkg:maven/androidxx/of", [], ""),
        ("x", "pkg:maven/com.squareup.sdk/pay", [], ""),
        ("x", "pkg:maven/com.google.android.gms/play-services-base", ["18.0.1"], ""),
        ("SQLCipher", "pkg:generic/sqlcipher", ["4.5.0"], ""),
        ("FFmpeg", "pkg:generic/ffmpeg", ["6.0"], ""),
        ("Flutter", "", [], "BSD-3-Clause"),
        ("Nobody", "", [], ""),
        ("OpenSSL", "pkg:generic/openssl", ["1.1.1k"], "OpenSSL"),
        ("OpenSSL", "pkg:generic/openssl", ["3.0.0"], "Apache-2.0"),
        ("OpenSSL", "pkg:generic/openssl", ["3.0.8", "3.1"], "Apache-2.0"),
        ("OpenSSL", "pkg:generic/openssl", ["1.1.1k", "3.0.8"], ""),
        ("OpenSSL", "pkg:generic/openssl", [], ""),
        ("OpenSSL", "pkg:generic/openssl", ["master"], ""),
        ("tinymce", "pkg:npm/tinymce", ["5.10.9"], ""),
        ("tinymce", "pkg:npm/tinymce", ["6.8"], "MIT"),
        ("tinymce", "pkg:npm/tinymce", ["7.0.0"], "GPL-2.0-or-later"),
    ],
)
def test_a_licence_is_told_only_where_it_is_certain(name, url, versions, licence):
    assert licence_of(name, url, versions) == licence
