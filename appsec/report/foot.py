"""What stands at the foot of each page, besides what the report is not and the page's number."""


def mark(sha256: str) -> str:
    """The beginning of the build's hash; empty for a document that is not on one build."""
    return f"SHA-256 {sha256[:16]}…" if sha256 else ""
