"""LifeTime's deployment API, version 2. (E) paths, fields, statuses, by its documentation; the course of a deployment is (V)."""

import itertools
import json
import re
import uuid

BASE = "/lifetimeapi/rest/v2"
TOKEN = "emulator-token"
ENVIRONMENTS = [
    {"Key": "env-dev", "Name": "Development", "OSVersion": "11.23.1.40123", "Order": 1, "HostName": "dev.example.com", "UseHTTPS": True},
    {"Key": "env-prod", "Name": "Production", "OSVersion": "11.23.1.40123", "Order": 2, "HostName": "prod.example.com", "UseHTTPS": True},
]
MODULES = [
    {"Key": "m-ext", "Name": "MortgageLib", "Description": "Mortgages", "Kind": "Extension",
     "ModuleStatusInEnv": [{"ApplicationKey": "app", "EnvironmentKey": "env-dev", "ModuleVersionKey": "v-2", "ConsistencyStatus": "OK"}]},
    {"Key": "m-web", "Name": "MyPortal", "Description": "", "Kind": "eSpace",
     "ModuleStatusInEnv": [{"ApplicationKey": "app", "EnvironmentKey": "env-dev", "ModuleVersionKey": "v-9", "ConsistencyStatus": "OK"}]},
]
VERSIONS = [
    {"Key": "v-2", "ModuleKey": "m-ext", "CreatedOn": "2026-02-01T10:00:00Z", "CreatedBy": "u", "CreatedByUsername": "ada"},
    {"Key": "v-1", "ModuleKey": "m-ext", "CreatedOn": "2026-01-01T10:00:00Z", "CreatedBy": "u", "CreatedByUsername": "ada"},
]


class LifeTime:
    def __init__(self, environment):
        self.environment = environment
        self.deployments = {}
        self.clock = itertools.count(1)

    def answer(self, method, path, headers, body):
        """Status, content type and body."""
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return self.error(401, "Invalid token.")
        path, _, query = path.removeprefix(BASE).partition("?")
        if method == "GET" and path == "/environments/":
            return self.json(ENVIRONMENTS)
        if method == "GET" and path == "/modules/":
            return self.json(MODULES)
        if method == "GET" and path == "/modules/m-ext/versions/" and query.startswith("MaximumVersionsToReturn="):
            return self.json(VERSIONS)
        if method == "POST" and path == "/environments/env-dev/deployment/":
            return self.deploy(headers, body)
        if method == "POST" and path == "/environments/env-prod/deployment/":
            return self.error(403, "You do not have the necessary permission.")
        found = re.fullmatch(r"/deployments/([^/]+)/(start|continue|abort|status)/", path)
        if not found or found.group(1) not in self.deployments:
            return self.error(404, "There is no such resource.")
        deployment = self.deployments[found.group(1)]
        if found.group(2) == "status":
            return self.status(deployment) if method == "GET" else self.error(400, "Wrong method.")
        if method != "POST" or "RedeployOutdated=" not in query:
            return self.error(400, "Wrong request.")
        return self.command(deployment, found.group(2))

    def deploy(self, headers, body):
        if headers.get("Content-Type") != "application/octet-stream" or not body.startswith(b"PK"):
            return self.error(400, "The file is not a valid package.")
        key = str(uuid.uuid4())
        self.deployments[key] = {"state": "saved", "info": "", "log": []}
        return 201, "text/plain", key.encode()

    def command(self, deployment, command):
        expected = {"start": ("saved",), "continue": ("needs_user_intervention",), "abort": ("running", "needs_user_intervention")}
        if deployment["state"] not in expected[command]:
            return self.error(400, "The deployment is in another state.")
        deployment["state"] = "aborted" if command == "abort" else "running"
        deployment["asked"] = command == "continue"
        return 202, "text/plain", b""

    def status(self, deployment):
        log = deployment["log"]
        if deployment["state"] == "running":
            log.append({"Instant": f"2026-02-01T10:00:{next(self.clock):02}Z", "Message": f"Step {len(log) + 1}."})
            scenario, asked = self.environment.scenario, deployment["asked"]
            if scenario in ("needs-configuration", "two-step") and not asked:
                deployment["state"] = "needs_user_intervention"
                deployment["info"] = "deployment_prepared" if scenario == "two-step" else "missing configuration"
            elif len(log) >= 3:
                failing = scenario == "compile-error"
                deployment["state"] = "finished_with_errors" if failing else "finished_successful"
        return self.json({"DeploymentStatus": deployment["state"], "Info": deployment["info"], "DeploymentLog": log})

    def json(self, value):
        return 200, "application/json", json.dumps(value).encode()

    def error(self, status, text):
        return status, "application/json", json.dumps({"Errors": [text], "StatusCode": status}).encode()
