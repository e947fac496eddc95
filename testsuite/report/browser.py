# SPDX-License-Identifier: GPL-2.0-only
"""A headless chromium through the pipe of its DevTools protocol: no port, no network, only the standard library."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

SECONDS = 60


def find():
    return next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)


class Browser:
    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="gfpcheck-browser-")
        to_read, self.to = os.pipe()
        self.fro, from_write = os.pipe()

        def place():            # the browser reads commands from 3 and writes answers to 4
            a, b = os.dup(to_read), os.dup(from_write)
            os.dup2(a, 3)
            os.dup2(b, 4)
        self.process = subprocess.Popen(
            [find(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", f"--user-data-dir={self.profile}", "--remote-debugging-pipe",
             "--window-size=1300,1000", "about:blank"],
            preexec_fn=place, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(from_write)
        self.buffer, self.last, self.session = b"", 0, None
        self.events = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")
        self.call("Page.setLifecycleEventsEnabled", enabled=True)

    def message(self):
        end = time.monotonic() + SECONDS
        while b"\0" not in self.buffer:
            if time.monotonic() > end:
                raise TimeoutError("the browser does not answer")
            part = os.read(self.fro, 1 << 16)
            if not part:
                raise EOFError("the browser has gone")
            self.buffer += part
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, **params):
        self.last += 1
        command = {"id": self.last, "method": method, "params": params}
        if self.session:
            command["sessionId"] = self.session
        os.write(self.to, json.dumps(command).encode() + b"\0")
        while True:
            m = self.message()
            if m.get("id") == self.last:
                if "error" in m:
                    raise RuntimeError(f"{method}: {m['error']}")
                return m["result"]
            self.events.append(m)

    def load(self, url):
        loader = self.call("Page.navigate", url=url)["loaderId"]

        def loaded(m):
            p = m.get("params", {})
            return m.get("method") == "Page.lifecycleEvent" and p["name"] == "load" and p["loaderId"] == loader
        while not any(loaded(m) for m in self.events):
            self.events.append(self.message())

    def follow(self, expression):
        """Evaluates what leads to another page, and waits until that one is loaded."""
        self.events.clear()
        # why in a task of its own: the answer must not be lost with the page that gives it
        self.js(f"setTimeout(() => {{ {expression} }}, 0); 0")
        while not any(m.get("method") == "Page.lifecycleEvent" and m["params"]["name"] == "load" for m in self.events):
            self.events.append(self.message())

    def open(self, url):
        self.load("about:blank")        # or an address that differs in its fragment only would load nothing
        self.events.clear()
        self.load(url)

    def js(self, expression):
        r = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in r:
            raise RuntimeError(f"{expression}: {r['exceptionDetails']}")
        return r["result"].get("value")

    def complaints(self):
        """What the page did that it must not: errors, violations of its policy, requests that are no file."""
        out = []
        for m in self.events:
            if m.get("method") == "Runtime.exceptionThrown":
                out.append(m["params"]["exceptionDetails"].get("exception", {}).get("description", "exception"))
            if m.get("method") == "Log.entryAdded":
                out.append(m["params"]["entry"]["text"])
            if m.get("method") == "Network.requestWillBeSent":
                url = m["params"]["request"]["url"]
                if not url.startswith("file://"):
                    out.append("request: " + url)
        return out

    def screenshot(self, path):
        import base64
        data = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as f:
            f.write(base64.b64decode(data))

    def close(self):
        try:
            self.call("Browser.close")
        except (EOFError, RuntimeError, TimeoutError, OSError):
            pass
        try:
            self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


if __name__ == "__main__":
    sys.exit("a module of check-html")
