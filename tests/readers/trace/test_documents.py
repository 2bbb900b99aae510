"""Documents in the forms that servers write: each value has its name."""

import json

import pytest

from appsec.readers.trace.documents import told_in

TOKEN = "0123456789abcdef"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (f'{{"token": "{TOKEN}"}}'.encode(), [("token", TOKEN)]),
        (f'{{"msg": "登入成功", "token": "{TOKEN}"}}'.encode("big5"), [("token", TOKEN)]),
        (f'{{"msg": "許功蓋", "token": "{TOKEN}"}}'.encode("big5"), [("token", TOKEN)]),
        (json.dumps({"d": json.dumps({"token": TOKEN})}).encode(), [("token", TOKEN)]),
        (f"<r><Token>{TOKEN}</Token></r>".encode(), [("Token", TOKEN)]),
        (f"<s:r><s:Token>{TOKEN}</s:Token></s:r>".encode(), [("Token", TOKEN)]),
        (f"<r><Token><![CDATA[{TOKEN}]]></Token></r>".encode(), [("Token", TOKEN)]),
        (f'<r token="{TOKEN}"/>'.encode(), [("token", TOKEN)]),
        (f'<string xmlns="a">{{"token":"{TOKEN}"}}</string>'.encode(), [("token", TOKEN)]),
        (f"<r>&lt;Token&gt;{TOKEN}&lt;/Token&gt;</r>".encode(), [("Token", TOKEN)]),
        (f"<dict><key>token</key><string>{TOKEN}</string></dict>".encode(), [("token", TOKEN)]),
        (f'<map><string name="token">{TOKEN}</string></map>'.encode(), [("token", TOKEN)]),
        (f"status=ok&access_token={TOKEN}".encode(), [("access_token", TOKEN)]),
        (
            f'<!doctype html><input name="token" value="{TOKEN}"><p>{TOKEN}</p>'.encode(),
            [("token", TOKEN)],
        ),
    ],
)
def test_a_value_has_the_name_that_the_document_gives_it(data, told):
    found, _ = told_in(data)
    assert [each for each in found if each[1] == TOKEN] == told


@pytest.mark.parametrize("data", [b"", b"just words", b"\xff\x00\x17", b"a b=c", b"{", b"1 < 2"])
def test_what_is_no_document_tells_nothing(data):
    found, whole = told_in(data)
    assert (list(found), whole) == ([], False)


@pytest.mark.parametrize(
    "data",
    [
        b"<" * 400_000,
        b"<a " * 200_000,
        b"<a>" * 200_000,
        b"<a b='" * 100_000,
        b"<![CDATA[" * 100_000,
        b"[" * 100_000,
        b'{"a":"' + b"[" * 100_000 + b'"}',
        b"&".join([b"a=1"] * 200_000),
    ],
)
def test_a_hostile_document_takes_no_longer_than_another(data):
    found, _ = told_in(data)
    assert len(list(found)) <= 400_000
