// Code that is loaded while the app runs; permissions, and what they protect.

import type { Topic } from "./java.js";

export const loadingPermissions: Topic = {
  name: "loading-permissions",
  hooks: [
    { type: "dalvik.system.DexClassLoader", methods: ["$init"] },
    { type: "dalvik.system.PathClassLoader", methods: ["$init"], noisy: true },
    { type: "dalvik.system.InMemoryDexClassLoader", methods: ["$init"] },
    { type: "android.content.pm.PackageInstaller$Session", methods: ["commit"] },
    // What System.loadLibrary comes to: hooked itself, it would take this frame for its caller.
    { type: "java.lang.Runtime", methods: ["load0", "loadLibrary0"] },
    { type: "android.app.Activity", methods: ["requestPermissions", "onRequestPermissionsResult"] },
    { type: "android.provider.Settings$Secure", methods: ["getString"], noisy: true },
    { type: "com.google.android.gms.ads.identifier.AdvertisingIdClient$Info", methods: ["getId"] },
    {
      type: "android.telephony.TelephonyManager",
      methods: [
        "getDeviceId", "getImei", "getSubscriberId", "getLine1Number",
      ],
    },
    {
      type: "android.location.LocationManager",
      methods: [
        "getLastKnownLocation", "requestLocationUpdates",
      ],
    },
    { type: "android.hardware.Camera", methods: ["open"] },
    { type: "android.hardware.camera2.CameraManager", methods: ["openCamera"] },
    { type: "android.media.AudioRecord", methods: ["startRecording"] },
    { type: "android.media.MediaRecorder", methods: ["start"] },
  ],
};
