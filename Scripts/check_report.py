"""Opens reports in headless Chromium as a reader does, and fails on what a reader would stumble over.

    python Scripts/check_report.py [REPORT...] [--command swift-clip] [--screenshots DIR] [--browser chromium]

REPORT is a folder with an index.html; without any, the command makes reports of data that are hard to show. Each is opened at 390 and at 1280 pixels, light and dark. Errors on the console,
anything loaded from elsewhere, a page wider than the window, missing landmarks, pictures without words, controls
without names and keys that do nothing fail; so does an SVG file that is not well-formed. Screenshots of whole pages go
into DIR. Needs the standard library and the browser alone; the browser is spoken to over a pipe.
"""

import argparse
import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree
from typing import Any

import report_samples

WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
PATIENCE = 60
# What is asked of a page once it is loaded; answers with a list of complaints.
EXAMINATION = r"""
(() => {
  const wrong = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      if (element.closest('.region, .skip, svg')) return false;
      return element.getBoundingClientRect().right > root.clientWidth + 0.5;
    }).slice(0, 3).map((element) => element.tagName + '.' + element.className);
    wrong.push(`${root.scrollWidth} pixels wide in a window of ${root.clientWidth}: ${wide.join(', ')}`);
  }
  if (!root.lang) wrong.push('no language');
  if (!document.title.trim()) wrong.push('no title');
  for (const mark of ['header', 'nav', 'main', 'footer', 'h1']) {
    const count = document.querySelectorAll(`body > ${mark}, body > header > ${mark}`).length;
    if (count !== 1) wrong.push(`${count} × ${mark}`);
  }
  for (const section of document.querySelectorAll('section')) {
    const title = document.getElementById(section.getAttribute('aria-labelledby'));
    if (!title || !title.textContent.trim()) wrong.push(`the section ${section.id} has no heading`);
  }
  for (const link of document.querySelectorAll('nav a, .skip')) {
    if (!document.querySelector(link.getAttribute('href'))) wrong.push(`${link.getAttribute('href')} leads nowhere`);
  }
  for (const image of document.images) {
    if (!image.alt.trim()) wrong.push(`a picture without words: ${image.title}`);
    if (!image.complete || image.naturalWidth === 0) wrong.push(`a picture that cannot be shown: ${image.title}`);
  }
  for (const figure of document.querySelectorAll('svg.figure')) {
    if (!figure.getAttribute('aria-label')) wrong.push(`the figure ${figure.id} has no words`);
  }
  for (const control of document.querySelectorAll('button, input, [tabindex]')) {
    const named = control.getAttribute('aria-label') || control.textContent.trim() || control.labels?.length;
    if (!named) wrong.push(`a control without a name: ${control.outerHTML.slice(0, 80)}`);
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) wrong.push(`two elements are ${id}`);
  return JSON.stringify(wrong);
})()
"""


class Browser:
    """A headless Chromium, spoken to in the DevTools protocol: JSON ended by a zero byte, on descriptors 3 and 4."""

    def __init__(self, program: str, profile: str) -> None:
        theirs_in, self.out = os.pipe()
        self.into, theirs_out = os.pipe()

        def descriptors() -> None:
            # Moved out of the way first: either may be 3 or 4 itself.
            high_in, high_out = os.dup2(theirs_in, 63), os.dup2(theirs_out, 64)
            os.dup2(high_in, 3)
            os.dup2(high_out, 4)

        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
                     "--disable-background-networking", "--remote-debugging-pipe", f"--user-data-dir={profile}"]
        self.process = subprocess.Popen([program, *arguments, "about:blank"], preexec_fn=descriptors, close_fds=False,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs_in)
        os.close(theirs_out)
        self.events: list[dict[str, Any]] = []
        self.buffer, self.last = b"", 0
        targets = self.ask("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        self.session: str | None = self.ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    session: str | None = None

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self.last += 1
        message: dict[str, Any] = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return dict(answer["result"])
            self.events.append(answer)

    def receive(self) -> dict[str, Any]:
        while b"\0" not in self.buffer:
            if not select.select([self.into], [], [], PATIENCE)[0]:
                raise RuntimeError(f"the browser said nothing for {PATIENCE} s")
            piece = os.read(self.into, 1 << 20)
            if not piece:
                raise RuntimeError("the browser ended")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return dict(json.loads(message))

    def wait(self, method: str) -> None:
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.receive())

    def value(self, expression: str) -> Any:
        result = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"].get("description", "an exception"))
        return result["result"].get("value")

    def press(self, key: str, text: str = "") -> None:
        codes = {"Tab": 9, "Enter": 13, "End": 35, "Home": 36, "ArrowRight": 39, "ArrowDown": 40, "Escape": 27}
        named = {"key": key, "windowsVirtualKeyCode": codes.get(key, ord(key[0])), **({"text": text} if text else {})}
        self.ask("Input.dispatchKeyEvent", type="keyDown", **named)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **named)

    def close(self) -> None:
        try:
            self.session = None
            self.ask("Browser.close")
        except (RuntimeError, OSError):
            pass
        self.process.wait(timeout=20)


def open_page(browser: Browser, page: pathlib.Path, width: int, scheme: str) -> None:
    browser.events.clear()
    browser.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
    browser.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.ask("Page.navigate", url=page.resolve().as_uri())
    browser.wait("Page.loadEventFired")
    browser.value("new Promise((done) => setTimeout(done, 100))")


def console(browser: Browser, page: pathlib.Path) -> list[str]:
    """What stands on the console, and what was loaded that is not the page."""
    wrong = []
    for event in browser.events:
        method, parameters = event.get("method"), event.get("params", {})
        if method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            wrong.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            wrong.append("console: " + " ".join(str(value.get("value")) for value in parameters["args"]))
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            wrong.append("log: " + parameters["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            address = parameters["request"]["url"]
            if not address.startswith("data:") and address != page.resolve().as_uri():
                wrong.append(f"loads {address[:100]}")
    return wrong


def keys(browser: Browser) -> list[str]:
    """Uses the page by keys alone: the heat map, its search, a figure's marks, a table's headings."""
    wrong = []
    if browser.value("!!document.querySelector('.map-grid')"):
        browser.value("document.querySelector('.map-grid').focus()")
        before = browser.value("document.querySelector('.map-readout').textContent")
        browser.press("ArrowRight")
        browser.press("ArrowDown")
        if browser.value("document.querySelector('.map-readout').textContent") == before:
            wrong.append("arrow keys say nothing in the heat map")
        shown = "document.querySelector('.map-plane svg').getAttribute('viewBox')"
        whole = browser.value(shown)
        count = browser.value("JSON.parse(document.getElementById('map-data').textContent).names.length")
        browser.press("+", "+")
        if count > 6 and browser.value(shown) == whole:
            wrong.append("+ does not enlarge the heat map")
        browser.press("0", "0")
        if browser.value(shown) != whole:
            wrong.append("0 does not show the whole heat map")
        name = browser.value("JSON.parse(document.getElementById('map-data').textContent).names.at(-1)")
        browser.value("document.querySelector('.map input').focus()")
        browser.ask("Input.insertText", text=name)
        if not browser.value("document.querySelector('.map-readout').textContent").startswith(name + ":"):
            wrong.append(f"the search does not find {name!r}")
        browser.value("(() => { const field = document.querySelector('.map input'); field.value = '';"
                      " field.dispatchEvent(new Event('input')); field.blur(); })()")
    for figure in browser.value("[...document.querySelectorAll('svg[data-marks]')].map((figure) => figure.id)"):
        browser.value(f"document.getElementById({figure!r}).focus()")
        browser.press("ArrowRight")
        if browser.value("document.getElementById('tip').hidden"):
            wrong.append(f"arrow keys say nothing in {figure}")
        browser.press("Escape")
    if browser.value("!!document.querySelector('table.sortable')"):
        first = "document.querySelector('table.sortable tbody tr').textContent"
        browser.value("document.querySelector('table.sortable th button').focus()")
        seen = set()
        for _ in range(2):
            browser.press("Enter", "\r")
            seen.add(browser.value(first))
        if len(seen) < 2 and browser.value("document.querySelector('table.sortable tbody').rows.length") > 1:
            wrong.append("a table's heading does not sort")
    browser.value("document.activeElement.blur(); scrollTo(0, 0)")
    return wrong


def screenshot(browser: Browser, path: pathlib.Path) -> None:
    height = browser.value("document.documentElement.scrollHeight")
    width = browser.value("document.documentElement.clientWidth")
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, 16_000), "scale": 1}
    shot = browser.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
    path.write_bytes(base64.b64decode(shot["data"]))


def check(browser: Browser, report: pathlib.Path, screenshots: pathlib.Path | None) -> list[str]:
    page = report / "index.html"
    if not page.is_file():
        return [f"{report}: no index.html"]
    wrong = []
    for drawing in sorted(report.rglob("*.svg")):
        try:
            xml.etree.ElementTree.parse(drawing)
        except xml.etree.ElementTree.ParseError as error:
            wrong.append(f"{drawing}: {error}")
    for width in WIDTHS:
        for scheme in SCHEMES:
            open_page(browser, page, width, scheme)
            found = json.loads(browser.value(EXAMINATION)) + keys(browser)
            if screenshots:
                screenshot(browser, screenshots / f"{report.resolve().name}-{width}-{scheme}.png")
            found += console(browser, page)
            wrong += [f"{report} at {width}, {scheme}: {what}" for what in found]
    open_page(browser, page, 794, "light")
    printed = base64.b64decode(browser.ask("Page.printToPDF", printBackground=False)["data"])
    if screenshots:
        (screenshots / f"{report.resolve().name}.pdf").write_bytes(printed)
    if not printed.startswith(b"%PDF"):
        wrong.append(f"{report}: cannot be printed")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("reports", nargs="*", type=pathlib.Path, metavar="REPORT")
    parser.add_argument("--command", default=".build/release/swift-clip", help="what makes the reports")
    parser.add_argument("--screenshots", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--browser", default=None, help="the program; found as chromium or google-chrome when not given")
    options = parser.parse_args()
    program = options.browser or next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    if program is None:
        sys.exit("no browser: install chromium, or name one with --browser")
    if options.screenshots:
        options.screenshots.mkdir(parents=True, exist_ok=True)
    wrong, begun = [], time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        reports = options.reports or report_samples.reports(options.command, pathlib.Path(folder))
        browser = Browser(program, folder + "/profile")
        try:
            for report in reports:
                found = check(browser, report, options.screenshots)
                print(f"{report}: {'fails' if found else 'good'}")
                wrong += found
        finally:
            browser.close()
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len(reports)} reports × {len(WIDTHS)} widths × {len(SCHEMES)} schemes: {len(wrong)} complaints, "
          f"{time.monotonic() - begun:.0f} s")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
