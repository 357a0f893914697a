#!/usr/bin/env python3
"""An emulator of the services of a Platform Server, for tests of a client. It needs nothing but Python.

    platform_server.py [--port N] [--tls self-signed|signed] [--user U] [--password P] [--scenario S] [--rename SUFFIX]

It listens on 127.0.0.1, prints its address (with --tls also one without, for the state), and ends when its standard input is closed (or at once with --no-input, by a signal).
What a request breaks is answered with status 400 and the rule, and kept. Tests talk to it under /emulator/:

    POST /emulator/scenario   the name of a scenario as the body; see SCENARIOS
    POST /emulator/reset      forgets everything
    GET  /emulator/state      extensions, versions with their SHA-256, log-ins, broken rules, calls
"""

import argparse
import json
import pathlib
import socket
import ssl
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import lifetime
import wire
import wsdl
from environment import TOO_LARGE, Environment, sha256
from facts import Facts
from services import Services

SCENARIOS = {
    "": "all is well; wrong passwords and the lock after three of them come by themselves",
    "forbidden": "403, the caller is not in the internal network (E)",
    "identity-provider": "users log in elsewhere (E)",
    "missing-right": "the user may not upload (E)",
    "missing-database-right": "the user may not use the database connections (E)",
    "name-conflict": "the name belongs to another extension (E)",
    "upgrade-disabled": "the XIF is of an older major version (E)",
    "too-large": "the request is larger than the server takes (E)",
    "warnings": "the publish has a warning and goes on (E)",
    "compile-error": "the publish ends with an error (I)",
    "needs-configuration": "the publish waits for a configuration (I)",
    "two-step": "LifeTime waits after preparing (E)",
    "lost": "a publish says that it is done, and is not (V)",
    "slow": "a publish does not come to its end",
    "repeated": "messages come twice, backwards and late (V)",
    "flood": "there is no end of messages, and the last of them are errors",
    "drop-upload": "the connection breaks while a XIF is received",
    "drop-publish": "the publish is done, and the connection breaks before the answer",
    "drop-poll": "the connection breaks at the first two questions for messages",
    "drop-polls": "it breaks at all of them",
    "truncated": "answers with credentials are cut off",
    "malformed": "they are not well-formed XML",
    "html": "they are a page",
    "truncated-publish": "the publish is done, and the answer to it is cut off",
    "silent": "they never come",
    "silent-publish": "that to a publish never comes, and it was done",
    "redirect": "every service is at another host",
    "failed": "they are errors of the server without a reason",
}

BULK = ("Pack2", "Extension_Upload", "SolutionPack_PublishWith2StepOption")
PUBLISH = ("SolutionPack_PublishWith2StepOption", "Extension_Publish")
POLL = ("SolutionPack_GetPublishMessages", "Extension_Messages")


class Dropped(Exception):
    """The connection is to break."""


class Emulator:
    def __init__(self, options):
        self.facts = Facts(options.rename)
        self.environment = Environment(options.user, options.password)
        self.environment.scenario = options.scenario
        self.services = Services(self.environment)
        self.lifetime = lifetime.LifeTime(self.environment)
        self.ending = threading.Event()
        self.forget()

    def forget(self):
        self.broken, self.calls, self.polls = [], [], 0

    def soap(self, service, headers, body):
        """Status and body."""
        with self.environment.lock:
            try:
                operation, values = wire.read(self.facts, service, headers, body)
            except wire.Wrong as wrong:
                self.broken.append(str(wrong))
                return 400, str(wrong).encode()
            name = operation.name.fact
            self.calls.append(name)
            scenario = self.environment.scenario
            anonymous = not operation.inputs
            if scenario == "too-large" and name in BULK:
                return 500, wire.fault(TOO_LARGE)
            if scenario in ("drop-poll", "drop-polls") and name in POLL:
                self.polls += 1
                if scenario == "drop-polls" or self.polls <= 2:
                    raise Dropped
            try:
                answer = wire.answer(self.facts, service, operation, self.services.call(service, operation, values))
            except wire.Fault as fault:
                return 500, wire.fault(str(fault))
        if scenario == "drop-publish" and name in PUBLISH:
            raise Dropped
        if scenario == "silent-publish" and name in PUBLISH or scenario == "silent" and not anonymous:
            self.ending.wait(90)
        if anonymous:
            return 200, answer
        if scenario == "truncated-publish" and name in PUBLISH:
            scenario = "truncated"
        spoilt = {"truncated": answer[: len(answer) // 2], "malformed": answer.replace(b"</soap:Body>", b"</soap:Bdy>"), "html": b"<html><body>Log in<br></body></html>"}
        if scenario == "failed":
            return 500, b"Runtime Error"
        return 200, spoilt.get(scenario, answer)

    def state(self):
        with self.environment.lock:
            extensions = {}
            for each in self.environment.extensions.values():
                extensions[each.name] = {
                    "versions": [{"number": version.number, "sha256": sha256(version.content), "user": version.user} for version in each.versions],
                    "published": each.published.number if each.published else None,
                }
            return {"extensions": extensions, "logIns": self.environment.log_ins, "broken": self.broken, "calls": self.calls}


def handler(emulator):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.serve(b"")

        def do_POST(self):
            length = int(self.headers.get("Content-Length", 0))
            if emulator.environment.scenario == "drop-upload" and length > 1000:
                self.rfile.read(length // 2)
                return self.drop()
            self.serve(self.rfile.read(length))

        def serve(self, body):
            try:
                self.route(body)
            except Dropped:
                self.drop()

        def route(self, body):
            path, _, query = self.path.partition("?")
            if path.startswith("/emulator/"):
                return self.control(path, body)
            scenario = emulator.environment.scenario
            if scenario == "redirect":
                return self.reply(302, "text/html", b"", {"Location": "https://elsewhere.example.com" + path})
            if path.startswith(lifetime.BASE):
                return self.reply(*emulator.lifetime.answer(self.command, self.path, self.headers, body))
            service = emulator.facts.service(path)
            if service is None:
                return self.reply(404, "text/html", b"<html>404</html>")
            # (E) PlatformServices are for the internal network only.
            if scenario == "forbidden" and service.title == "modules":
                return self.reply(403, "text/html", b"<html>403</html>")
            if self.command == "GET" and query.lower() == "wsdl":
                text = wsdl.write(emulator.facts, service, f"http://{self.headers['Host']}")
                return self.reply(200, "text/xml; charset=utf-8", text.encode())
            if self.command != "POST":
                return self.reply(405, "text/plain", b"")
            status, answer = emulator.soap(service, self.headers, body)
            self.reply(status, "text/xml; charset=utf-8", answer)

        def control(self, path, body):
            if path == "/emulator/scenario" and body.decode() in SCENARIOS:
                emulator.environment.scenario = body.decode()
                emulator.polls = 0
            elif path == "/emulator/reset":
                emulator.environment.reset()
                emulator.forget()
            elif path != "/emulator/state":
                return self.reply(404, "text/plain", b"")
            self.reply(200, "application/json", json.dumps(emulator.state()).encode())

        def reply(self, status, kind, body, headers=None):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def drop(self):
            """Ends the connection in the middle, with a reset."""
            self.close_connection = True
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

        def log_message(self, *arguments):
            pass

    return Handler


class Quiet(ThreadingHTTPServer):
    daemon_threads = True
    tls = None

    def handle_error(self, request, address):
        # Clients that break off are part of the tests.
        if not isinstance(sys.exc_info()[1], (OSError, ValueError)):
            super().handle_error(request, address)

    def finish_request(self, request, address):
        # In the thread of the connection: a handshake that hangs holds up nobody else.
        if self.tls:
            request.settimeout(10)
            request = self.tls.wrap_socket(request, server_side=True)
        super().finish_request(request, address)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls", choices=("self-signed", "signed"), help="with this certificate; the other one is signed by authority.pem, for localhost")
    parser.add_argument("--user", default="developer")
    parser.add_argument("--password", default="Secret-Passw0rd<&>")
    parser.add_argument("--scenario", default="", choices=SCENARIOS)
    parser.add_argument("--rename", default="", help="what is put behind every name that is not evidenced")
    parser.add_argument("--no-input", action="store_true", help="do not end with the standard input")
    options = parser.parse_args()
    emulator = Emulator(options)
    server = Quiet(("127.0.0.1", options.port), handler(emulator))
    if options.tls:
        folder = pathlib.Path(__file__).parent / "certificates"
        server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.tls.load_cert_chain(folder / f"{options.tls}.pem", folder / "key.pem")
    print(f"http{'s' if options.tls else ''}://127.0.0.1:{server.server_port}", end="")
    if options.tls:
        # The same without TLS, where tests ask for the state.
        plain = Quiet(("127.0.0.1", 0), handler(emulator))
        threading.Thread(target=plain.serve_forever, daemon=True).start()
        print(f" http://127.0.0.1:{plain.server_port}", end="")
    print(flush=True)
    if options.no_input:
        server.serve_forever()
    else:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        while sys.stdin.read(4096):
            time.sleep(0)
    emulator.ending.set()


if __name__ == "__main__":
    main()
