// One question to the studio through a proxy. Usage: node ask.mjs TEST ADDRESS LOG; fails with what is wrong.

import { strict as assert } from "node:assert";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const [test, address, log] = process.argv.slice(2);
const ask = (path, options = {}) => fetch(address + path, options);
const text = (bytes) => bytes.toString("base64url");

/** A new draft, with the header of its owner. */
async function share() {
    const [id, token] = [text(randomBytes(16)), randomBytes(32)];
    const owner = text(createHash("sha256").update(token).digest());
    const created = await ask("/api/drafts", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ id, owner, kind: "draft", expires_ms: null }),
    });
    assert.equal(created.status, 201, await created.clone().text());
    return { path: `/api/drafts/${id}`, headers: { authorization: `Bearer ${text(token)}` } };
}

const tests = {
    async page() {
        const answer = await ask("/");
        assert.equal(answer.status, 200);
        assert.match(await answer.text(), /<title>XIF Studio<\/title>/);
        assert.ok(answer.headers.get("content-security-policy"));
    },
    async origin() {
        const own = await ask("/api/platform/probe", {
            method: "POST",
            headers: { origin: address, "content-type": "application/json" },
            body: '{"address":"127.0.0.1"}',
        });
        assert.notEqual((await own.json()).code, "S502", "the page's own origin is taken");
        const foreign = await ask("/api/platform/probe", { method: "POST", headers: { origin: "https://evil.example" } });
        assert.equal((await foreign.json()).code, "S502");
    },
    async "large-upload"() {
        const draft = await share();
        const body = randomBytes(7 << 20);
        const headers = { ...draft.headers, "content-type": "application/octet-stream" };
        const kept = await ask(`${draft.path}/revisions/1?kind=whole`, { method: "PUT", headers, body });
        assert.equal(kept.status, 201, await kept.text());
    },
    /** An event comes while the stream goes on. */
    async events() {
        const draft = await share();
        const stop = new AbortController();
        const stream = await ask(`${draft.path}/events?after=0`, { headers: draft.headers, signal: stop.signal });
        assert.equal(stream.status, 200);
        const reader = stream.body.getReader();
        const next = async () => Buffer.from((await Promise.race([reader.read(), sleep(5000, { value: "" })])).value ?? "").toString();
        const headers = { ...draft.headers, "content-type": "application/octet-stream" };
        await ask(`${draft.path}/revisions/1?kind=whole`, { method: "PUT", headers, body: randomBytes(100) });
        let heard = "";
        const end = Date.now() + 10_000;
        while (!/event: revision/.test(heard) && Date.now() < end) heard += await next();
        assert.match(heard, /event: revision/, "nothing was heard within 10 seconds");
        stop.abort();
    },
    /** The client in the log is the one that the proxy names, whatever the client says of itself. */
    async identity() {
        const answer = await ask("/api/platform/probe", { headers: { "x-forwarded-for": "203.0.113.9" } });
        const id = answer.headers.get("x-request-id");
        const line = readFileSync(log, "utf8").split("\n").find((it) => it.includes(`"id":"${id}"`) && it.includes('"route"'));
        assert.ok(line, `no line with ${id}`);
        assert.equal(JSON.parse(line).client, "127.0.0.1");
    },
};

await tests[test]();
process.exit(0);
