#!/usr/bin/env bash
# Opens an HTML report in Chromium: no error on the console, the filters work, nothing is fetched.
# Usage: check-html.sh REPORT.html. Exit code 77 where there is no Chromium.
set -euo pipefail
page=$(realpath "$1")
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
[ -n "$browser" ] || { echo "no Chromium: not checked"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The same page with a script behind its own that uses the filters and writes down what came of it.
probe='
<script>
  const shown = () => document.querySelectorAll("article:not([hidden])").length;
  const form = document.getElementById("filters");
  const result = { form: !form.hidden, all: shown() };
  const type = (words) => {
    form.elements.namedItem("words").value = words;
    form.dispatchEvent(new Event("input"));
  };
  type("no such words anywhere");
  result.none = shown();
  const target = document.querySelector("article");
  location.hash = "";
  type("");
  result.again = shown();
  for (const box of form.querySelectorAll("input[name=kind]")) box.checked = false;
  form.dispatchEvent(new Event("input"));
  result.unchecked = shown();
  result.count = document.getElementById("count").textContent;
  const tile = document.querySelector(".tiles a");
  tile.click();
  const kinds = new Set(Array.from(document.querySelectorAll("article:not([hidden])"), (article) => article.dataset.kind));
  result.tile = kinds.size === 1 && kinds.has(tile.dataset.kind);
  result.requests = performance.getEntriesByType("resource").length;
  document.documentElement.dataset.probe = JSON.stringify(result);
</script>
</body>'
python3 - "$page" "$work/page.html" "$probe" <<'PY'
import sys
text = open(sys.argv[1], encoding="utf-8").read()
head, end, tail = text.rpartition("</body>")
assert end, "the page has no body"
open(sys.argv[2], "w", encoding="utf-8").write(head + sys.argv[3] + tail)
PY
"$browser" --headless=new --no-sandbox --disable-gpu --user-data-dir="$work/profile" --enable-logging=stderr \
  --virtual-time-budget=3000 --dump-dom "file://$work/page.html" >"$work/dom" 2>"$work/log"
if grep -E "CONSOLE|Refused to" "$work/log"; then
  echo "the page writes to the console"
  exit 1
fi
python3 - "$work/dom" <<'PY'
import html, json, re, sys
found = re.search(r'data-probe="([^"]*)"', open(sys.argv[1], encoding="utf-8").read())
assert found, "the script did not run"
result = json.loads(html.unescape(found.group(1)))
print(result)
assert result["form"] and result["all"] > 0 and result["none"] == 0, result
assert result["again"] == result["all"] and result["unchecked"] == 0, result
assert result["tile"], result
assert result["count"].startswith("0 of ") and result["requests"] == 0, result
PY
