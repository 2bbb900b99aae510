// Code that is loaded while the app runs; permissions, and what they protect.

import type { Topic } from "./native.js";

export const loadingPermissions: Topic = {
  name: "loading-permissions",
  functions: [
    { symbol: "dlopen", arguments: ["cstring", "int"], result: "bool", noisy: true },
  ],
  methods: [
    {
      type: "CLLocationManager",
      methods: [
        "- requestWhenInUseAuthorization",
        "- requestAlwaysAuthorization",
        "- startUpdatingLocation",
      ],
    },
    {
      type: "CNContactStore",
      methods: [
        "- requestAccessForEntityType:completionHandler:",
        "- unifiedContactsMatchingPredicate:keysToFetch:error:",
      ],
    },
    { type: "PHPhotoLibrary", methods: ["+ requestAuthorization:"] },
    { type: "AVCaptureDevice", methods: ["+ requestAccessForMediaType:completionHandler:"] },
    {
      type: "ATTrackingManager",
      methods: [
        "+ requestTrackingAuthorizationWithCompletionHandler:",
      ],
    },
    { type: "ASIdentifierManager", methods: ["- advertisingIdentifier"] },
    { type: "UIDevice", methods: ["- identifierForVendor"] },
  ],
};
