"""The signatures of an APK, verified as Android does: who signed, and whether it still holds."""
