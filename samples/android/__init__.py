"""The Android samples: source and build script."""
