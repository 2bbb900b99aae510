// What is written to files, preferences and databases.

import type { Topic } from "./java.js";

export const storage: Topic = {
  name: "storage",
  hooks: [
    { type: "java.io.FileOutputStream", methods: ["$init"] },
    { type: "java.io.FileOutputStream", methods: ["write"], noisy: true },
    { type: "java.io.RandomAccessFile", methods: ["$init"], noisy: true },
    {
      type: "android.app.ContextImpl",
      methods: [
        "openFileOutput", "getSharedPreferences", "getExternalFilesDir",
      ],
    },
    {
      type: "android.app.SharedPreferencesImpl$EditorImpl",
      methods: [
        "putString", "putStringSet", "putInt", "putLong", "putBoolean",
      ],
    },
    {
      type: "android.database.sqlite.SQLiteDatabase",
      methods: [
        "openDatabase", "execSQL", "rawQueryWithFactory", "insertWithOnConflict",
        "updateWithOnConflict",
      ],
    },
    { type: "android.content.ContentResolver", methods: ["insert"] },
    { type: "androidx.security.crypto.EncryptedSharedPreferences$Editor", methods: ["putString"] },
  ],
};
