<<<<<<< HEAD
"""From artefact to facts: the only home of androguard, LIEF, plistlib and zip reading."""
=======
"""Readers turn an artefact into facts; nothing else touches its bytes."""
>>>>>>> archive
