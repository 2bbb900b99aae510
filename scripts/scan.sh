#!/bin/sh
# `make scan`: scan the samples or APP, leave reports to open, and say what appsec's exit code was.
set -eu
if [ -n "$APP" ]; then
    set -- "$APP"
else
    set -- samples/android/package/weak.apk samples/android/package/fixed.apk \
        samples/ios/code/crypto/weak.ipa samples/ios/code/crypto/fixed.ipa
fi
mkdir -p "$OUT"
result=0
for app; do
    name=$(basename "$app")
    saved="$OUT/$name.json"
    rm -f "$saved"
    code=0
    "$BIN/appsec" scan ${CLASS:+--class "$CLASS"} --quiet --format "json=$saved" -- "$app" || code=$?
    if [ ! -e "$saved" ]; then
        echo "appsec exit code 結束碼: $code; no report was made 未產生報告" >&2
        result=$code
        continue
    fi
    for lang in zh-TW en; do
        "$BIN/appsec" render "$saved" --lang "$lang" \
            --format "html=$OUT/$name.$lang.html" --format "md=$OUT/$name.$lang.md"
    done
    "$BIN/appsec" render "$saved"
    echo "appsec exit code 結束碼: $code"
    echo "reports 報告: $OUT/$name.zh-TW.html  $OUT/$name.en.html"
    echo
done
exit "$result"
