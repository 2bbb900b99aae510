"""From artefact to facts: the only home of androguard, LIEF, plistlib and zip reading."""
