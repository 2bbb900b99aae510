"""Secrets and data of persons that were made up for the samples: nobody's, whatever their form.

They are put together here from pieces, so that no scanner of sources takes them for real ones.
"""

import json
import random
import string

_FROM = random.Random("made up for the samples")


def _some(letters: str, count: int) -> str:
    return "".join(_FROM.choice(letters) for _ in range(count))


_HEX, _BASE62 = "0123456789abcdef", string.ascii_letters + string.digits
HASH_KEY, HASH_IV = _some(_BASE62, 14) + "7a", _some(_BASE62, 14) + "q9"
CHANNEL_SECRET = _some(_HEX, 30) + "a7"
AWS = "AK" + "IA" + _some(string.ascii_uppercase + "234567", 16)
CLIENT_SECRET = _some(_HEX, 38) + "e5"
PASSWORD = "Pa" + "rcel!" + _some(string.digits, 4)
PUBLIC = "pk_" + "live_" + _some(_BASE62, 24)
# With a letter that is given out no more, and a high serial number.
PERSON = "Y298765436"
WEAK = {
    "pay/config.json": {
        "ecpay": {"MerchantID": "3999999", "HashKey": HASH_KEY, "HashIV": HASH_IV},
        "line": {"channelId": "1650000001", "channelSecret": CHANNEL_SECRET},
        "stripe": {"publishableKey": PUBLIC},
        "smtp": {"username": "parcel", "password": PASSWORD},
    },
    # What the vendor publishes for its test environment.
    "pay/stage.json": {
        "MerchantID": "3002607",
        "HashKey": "pwFHCqoQZGmho4w6",
        "HashIV": "EkRm7iFT261dpevs",
    },
    "members.json": [{"姓名": "測試用", "身分證字號": PERSON, "手機": "0912-345-678"}],
}
FIXED = {
    "pay/config.json": {
        "ecpay": {"MerchantID": "3999999"},
        "line": {"channelId": "1650000001"},
        "server": "https://api.parcel.example.tw",
    },
    "members.json": [{"姓名": "測試用", "身分證字號": "A123456789", "手機": ""}],
}


def files(twin: str) -> dict[str, bytes]:
    """The bundled files of one of the twins, by name."""
    chosen = WEAK if twin == "weak" else FIXED
    found = {
        name: json.dumps(value, ensure_ascii=False, indent=1).encode()
        for name, value in chosen.items()
    }
    script = "fetch('https://api.parcel.example.tw/v1/parcels');\n"
    if twin == "weak":
        script += f"var upload = {{id: '{AWS}', clientSecret: '{CLIENT_SECRET}'}};\n"
        found[".env"] = f"DB_PASSWORD={PASSWORD}\n".encode()
        found["www/app.js.map"] = b'{"version":3,"sources":["app.ts"],"mappings":""}'
    return found | {"www/app.js": script.encode()}
