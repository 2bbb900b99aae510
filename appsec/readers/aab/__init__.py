"""Reads Android App Bundles: manifest and resources in protobuf, as aapt2 and bundletool write."""
