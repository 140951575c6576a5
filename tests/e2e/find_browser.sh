#!/bin/sh
# Says which Chromium the browser tests will drive; installs Debian's where that is possible.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then
        echo "browser tests will drive $(command -v "$name")"
        exit 0
    fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "no Chromium here: installing Debian's"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium && exit 0
fi
echo "No Chromium found, so the browser tests will be skipped."
echo "To run them install one, for instance: sudo apt-get install chromium"
[ -z "${CI:-}" ] # on CI a missing browser is a failure
