"""From artefact to facts: the only home of LIEF, plistlib, binary XML and zip reading."""
