"""Watching an app run on a device, and recording what it does: the only place that knows frida."""
