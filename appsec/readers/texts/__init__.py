"""Texts of an app and their places, for both platforms; what they mean is for others to say."""
