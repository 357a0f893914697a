"""The environment behind the services: users, extensions, versions, publishes.

Each rule says what it rests on: (E) evidenced, (I) inferred, (V) invented.
"""

import hashlib
import io
import itertools
import re
import threading
import time
import uuid
import zipfile
import zlib

from wire import Fault

WRONG = "Invalid username or password."  # (E) the text; (I) that it comes as a fault
LOCKED = "The user is temporarily blocked after too many failed attempts."  # (V)
NO_RIGHT = "You are not allowed to upload this Extension. Please contact your OutSystems Administrator."  # (E)
NO_DATABASE_RIGHT = "You don't have enough permissions over the database connections that own the following external entities. Customer"  # (E)
CONFLICT = "Extension Name %s already exists. Please rename it in Integration Studio before trying to store or publish it again."  # (E)
UPGRADE = "Upgrade Disabled: Extension recompilation on upgrade is disabled."  # (E)
SECURITY = "Continuing with extension recompilation enabled may result in security flaws. You can disable it in the environment configuration."  # (E)
TOO_LARGE = "Maximum request length exceeded."  # (E)


class Version:
    def __init__(self, number, content, user):
        self.key = str(uuid.uuid4())
        self.number = number
        self.content = content
        self.user = user
        self.uploaded = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())


class Extension:
    def __init__(self, name, identity):
        self.key = str(uuid.uuid4())
        self.name = name
        self.identity = identity
        self.versions = []
        self.published = None


class Publish:
    """A publish with its messages; it goes on by one step with each question for messages (V)."""

    def __init__(self, extension, version, script, two_step):
        self.extension, self.version = extension, version
        self.script = script
        self.two_step = two_step
        self.lost = False
        self.messages = []
        self.state = "running"  # running, prepared, configuration, finished
        self.polls = 0

    def say(self, kind, text, detail=""):
        self.messages.append({"Id": len(self.messages) + 1, "Type": kind, "Message": text, "Detail": detail})

    def step(self):
        if self.state != "running":
            return
        if self.script:
            self.say(*self.script.pop(0))
            return
        # (E) the type PublishStop ends the first step; (I) that nothing is changed before
        if self.two_step:
            self.two_step = False
            self.say("PublishStop", "Ready to publish.")
            self.state = "prepared"
            return
        if not any(message["Type"] == "Error" for message in self.messages):
            if not self.lost:
                self.extension.published = self.version
            self.say("Info", "Done.")
        self.state = "finished"


class Environment:
    def __init__(self, user, password):
        self.user, self.password = user, password
        self.lock = threading.RLock()
        self.reset()

    def reset(self):
        with self.lock:
            self.scenario = ""
            self.wrong = 0
            self.extensions = {}
            self.publishes = {}
            self.numbers = itertools.count(1)
            self.log_ins = 0

    # Users

    def check(self, user, password):
        """(V) the number of tries; (E) that there is a protection at all."""
        self.log_ins += 1
        if self.wrong >= 3:
            raise Fault(LOCKED)
        if (user, password) != (self.user, self.password):
            self.wrong += 1
            raise Fault(WRONG)

    # Extensions

    def store(self, content, user):
        """Stores a XIF as a version. (E) the texts of refusals; (I) when they come."""
        name, identity = identify(content)
        if self.scenario == "missing-right":
            raise Fault(NO_RIGHT)
        if self.scenario == "missing-database-right":
            raise Fault(NO_DATABASE_RIGHT)
        if self.scenario == "upgrade-disabled":
            raise Fault(UPGRADE)
        extension = self.extensions.get(name.lower())
        if self.scenario == "name-conflict" or (extension and extension.identity != identity):
            raise Fault(CONFLICT % name)
        if extension is None:
            extension = self.extensions[name.lower()] = Extension(name, identity)
        # (E) each upload is a version; (V) numbers count from 1
        version = Version(len(extension.versions) + 1, content, user)
        extension.versions.append(version)
        return extension, version

    def find(self, key):
        found = next((extension for extension in self.extensions.values() if extension.key == key), None)
        if found is None:
            raise Fault("There is no such extension.")  # (V)
        return found

    def find_version(self, key):
        for extension in self.extensions.values():
            for version in extension.versions:
                if version.key == key:
                    return extension, version
        raise Fault("There is no such version.")  # (V)

    # Publishes

    def publish(self, extension, version, two_step):
        script = [("Info", f"Publishing {extension.name}.")]
        if self.scenario == "warnings":
            script.append(("Warning", SECURITY, "Second line."))
        if self.scenario == "compile-error":
            script.append(("Error", "Compilation failed.", "MortgageLib.cs(12,5): error CS0103: The name 'x' does not exist"))
        publish = Publish(extension, version, script, two_step)
        publish.lost = self.scenario == "lost"
        if self.scenario == "needs-configuration":
            # (E) the text, as a warning; (I) that the publish waits
            publish.say("Warning", "Missing Configuration", "The logical database of the extension has no connection.")
            publish.state = "configuration"
        number = next(self.numbers)
        self.publishes[number] = publish
        return number, publish

    def running(self, number):
        if number not in self.publishes:
            raise Fault("There is no such publish.")  # (V)
        return self.publishes[number]

    def messages(self, number, after):
        publish = self.running(number)
        publish.polls += 1
        if self.scenario == "flood":
            return self.flood(after, publish.polls)
        if self.scenario != "slow":
            publish.step()
        found = [message for message in publish.messages if message["Id"] > after]
        last = max([message["Id"] for message in publish.messages], default=0)
        finished = publish.state in ("finished", "prepared")
        if self.scenario == "repeated":
            # Every message twice, the list backwards, and the last one only after the end.
            found = list(reversed(publish.messages * 2))
            if publish.polls < 6 and publish.messages and publish.state == "finished":
                finished, found = publish.polls > 4, found[2:]
            last = 0 if publish.polls % 2 else last
        return found, last, finished

    def flood(self, after, polls):
        """Long messages and, at the end, a great many errors."""
        is_end = polls > 5
        kind, text, count = ("Error", "wrong", 10_000) if is_end else ("Info", "x" * 3000, 2000)
        found = [{"Id": after + 1 + each, "Type": kind, "Message": text, "Detail": ""} for each in range(count)]
        return found, after + count, is_end

    def proceed(self, number):
        publish = self.running(number)
        if publish.state not in ("prepared", "configuration"):
            raise Fault("The publish does not wait.")  # (V)
        publish.state = "running"

    def abort(self, number):
        publish = self.running(number)
        publish.say("Info", "Aborted.")
        publish.state = "finished"


def identify(content):
    """Name and key of the extension in a XIF: one zlib stream of XML. (E) the format."""
    try:
        text = zlib.decompress(content).decode("utf-8-sig", "strict")
    except (zlib.error, UnicodeDecodeError) as error:
        raise Fault("The file is not a valid extension.") from error  # (V)
    root = re.search(r"<Extension\b[^>]*>", text)
    attribute = lambda name: re.search(rf'\b{name}="([^"]*)"', root.group(0)) if root else None
    name, key = attribute("Name"), attribute("Key")
    if not name:
        raise Fault("The file is not a valid extension.")
    return name.group(1), key.group(1) if key else ""


def pack(filename, content):
    """A solution package. (E) it is a zip with Manifest.xml; (V) how it has an extension."""
    identify(content)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Manifest.xml", '<?xml version="1.0" encoding="utf-8"?><Pack Schema="3"/>')
        archive.writestr("Solution/" + filename, content)
    return buffer.getvalue()


def unpack(package):
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".xif")]
            return archive.read(names[0])
    except (zipfile.BadZipFile, IndexError) as error:
        raise Fault("The file is not a valid solution.") from error  # (V)


def sha256(content):
    return hashlib.sha256(content).hexdigest()
