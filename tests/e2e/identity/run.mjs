// Signing in over HTTP, with the real server and a real OpenID Connect provider (oidc-provider). Run: node run.mjs SERVER
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { CLIENT, freePort, startProvider } from "./provider.mjs";

const program = process.argv[2];
assert(program, "usage: node run.mjs SERVER");

/** The studio's server with this provider. */
async function startStudio(port, issuer, folder, more = []) {
    const page = join(folder, "index.html");
    writeFileSync(page, "<html></html>");
    const secret = join(folder, "secret");
    writeFileSync(secret, `${CLIENT.client_secret}\n`);
    const process_ = spawn(program, [
        "--port", String(port), "--assets", folder, "--oidc-issuer", issuer, "--oidc-client", CLIENT.client_id, "--oidc-client-secret-file", secret, ...more,
    ], { stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    process_.stderr.on("data", (data) => { log += data; });
    const [line] = await once(createInterface({ input: process_.stdout }), "line");
    assert.match(line, /serves on/);
    return { process: process_, log: () => log };
}

/** A browser as far as cookies and redirects go; `headers` are what a proxy in front adds. */
class Browser {
    cookies = new Map();

    constructor(headers = {}) {
        this.headers = headers;
    }

    async ask(url, options = {}) {
        // The proxy in front speaks https to the browser, and http to the server behind it.
        const target = url.replace(/^https:/, "http:");
        const origin = new URL(target).host;
        const jar = this.cookies.get(origin) ?? new Map();
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
        const response = await fetch(target, { redirect: "manual", ...options, headers: { ...this.headers, ...(cookie && { cookie }), ...options.headers } });
        for (const line of response.headers.getSetCookie()) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
            if (value === "" || /max-age=0(;|$)/i.test(line)) jar.delete(name);
            else jar.set(name, value);
        }
        this.cookies.set(origin, jar);
        return response;
    }

    /** Follows redirects until there is an answer, or an address of which `ends` is true. */
    async follow(url, ends = () => false) {
        for (let step = 0; step < 10; step += 1) {
            if (ends(url)) return { url };
            const response = await this.ask(url);
            if (response.status !== 303 && response.status !== 302) return { url, response };
            url = new URL(response.headers.get("location"), url).href;
        }
        throw new Error(`too many redirects: ${url}`);
    }

    async post(url, form) {
        const response = await this.ask(url, {
            method: "POST", body: new URLSearchParams(form), headers: { "content-type": "application/x-www-form-urlencoded" },
        });
        return new URL(response.headers.get("location"), url).href;
    }

    /** Goes to the provider, types a name there and consents; the address with which the provider sends back. */
    async toCallBack(studio, to, user = "ada") {
        const isBack = (url) => url.includes("/api/access/signed-in");
        let at = await this.follow(`${studio}/api/access/sign-in?to=${encodeURIComponent(to)}`, isBack);
        assert(!isBack(at.url), "the user is asked");
        assert.equal(at.response.status, 200, `${at.url}: ${await at.response.text()}`);
        at = await this.follow(await this.post(at.url, { prompt: "login", login: user, password: "any" }), isBack);
        if (!isBack(at.url)) at = await this.follow(await this.post(at.url, { prompt: "consent" }), isBack);
        return at.url;
    }
}

const problem = async (response) => (await response.json()).code;
const access = async (browser, studio) => (await browser.ask(`${studio}/api/access`)).json();

const folder = mkdtempSync(join(tmpdir(), "xif-studio-identity-"));
const port = await freePort();
const host = `127.0.0.1:${port}`;
const studio = `http://${host}`;
const { issuer, server } = await startProvider(host);
const running = await startStudio(port, issuer, folder, ["--right", "ada=compile,share", "--right", "bob=none"]);

const cases = {
    async "a stranger may see the page, and is told where to sign in"() {
        const browser = new Browser();
        assert.equal((await browser.ask(`${studio}/`)).status, 200);
        assert.deepEqual(await access(browser, studio), { state: "stranger", sign_in: "/api/access/sign-in", token: false, may: [] });
        const refused = await browser.ask(`${studio}/api/compile/platform`);
        assert.deepEqual([refused.status, await problem(refused)], [401, "S801"]);
    },

    async "a user signs in, comes back to the page, and has the rights of the name"() {
        const browser = new Browser();
        const back = await browser.ask(await browser.toCallBack(studio, "/?draft=1"));
        assert.deepEqual([back.status, back.headers.get("location")], [303, "/?draft=1"]);
        const set = back.headers.getSetCookie().find((line) => line.startsWith("xif-studio-session="));
        assert.match(set, /HttpOnly; SameSite=Lax$/);
        assert.deepEqual(await access(browser, studio), { state: "signed_in", name: "ada", by: "session", may: ["compile", "share"] });
        assert.notEqual((await browser.ask(`${studio}/api/compile/platform`)).status, 401);
        assert.equal((await browser.ask(`${studio}/api/platform/jobs/1`)).status, 403);
        assert.equal((await browser.ask(`${studio}/api/access/sign-out`, { method: "POST" })).status, 204);
        assert.equal((await access(browser, studio)).state, "stranger");
    },

    async "behind a proxy with https cookies are for this host and https alone"() {
        const browser = new Browser({ "x-forwarded-proto": "https", "x-forwarded-for": "10.0.0.9" });
        const back = await browser.ask(await browser.toCallBack(studio, "/", "bob"));
        const set = back.headers.getSetCookie().find((line) => line.includes("session="));
        assert.match(set, /^__Host-xif-studio-session=.*; Path=\/; .*; Secure$/);
        assert.deepEqual(await access(browser, studio), { state: "signed_in", name: "bob", by: "session", may: [] });
        const plain = new Browser({ "x-forwarded-for": "10.0.0.9" });
        assert.equal(await problem(await plain.ask(`${studio}/api/access/sign-in`)), "S809");
    },

    async "nobody is sent to another site"() {
        for (const to of ["//evil.example", "https://evil.example", "/\\evil.example"]) {
            const browser = new Browser();
            const back = await browser.ask(await browser.toCallBack(studio, to));
            assert.equal(back.headers.get("location"), "/", to);
        }
    },

    async "only the browser that began can end, and only with its own answer"() {
        const [browser, other] = [new Browser(), new Browser()];
        const callBack = await browser.toCallBack(studio, "/");
        assert.equal(await problem(await other.ask(callBack)), "S809", "a browser that did not begin");
        const theirs = await other.toCallBack(studio, "/", "eve");
        assert.equal(await problem(await browser.ask(theirs)), "S809", "an answer for somebody else, whose session this browser would get");
        const mixed = new URL(callBack);
        mixed.searchParams.set("code", new URL(theirs).searchParams.get("code"));
        assert.equal(await problem(await browser.ask(mixed.href)), "S810", "a code of somebody else: the provider wants its verifier");
        const foreign = new URL(callBack);
        foreign.searchParams.set("iss", "https://evil.example");
        assert.equal(await problem(await browser.ask(foreign.href)), "S809", "another provider");
        assert.equal((await access(browser, studio)).state, "stranger");
    },

    async "a code counts once"() {
        const browser = new Browser();
        const callBack = await browser.toCallBack(studio, "/");
        const way = new Map(browser.cookies.get(host));
        assert.equal((await browser.ask(callBack)).status, 303);
        const again = new Browser();
        again.cookies.set(host, way);
        assert.equal(await problem(await again.ask(callBack)), "S810");
    },

    async "who does not agree at the provider is not signed in"() {
        const browser = new Browser();
        const at = await browser.follow(`${studio}/api/access/sign-in`);
        const end = await browser.follow(`${at.url}/abort`);
        assert.equal(await problem(end.response), "S809");
    },

    async "cookies that the server did not write are nothing"() {
        const browser = new Browser();
        await browser.ask(await browser.toCallBack(studio, "/"));
        const jar = browser.cookies.get(host);
        const [end, , word] = jar.get("xif-studio-session").split(".");
        const root = Buffer.from(JSON.stringify({ user: "root" })).toString("base64url");
        for (const forged of [`${end}.${root}.${word}`, `${end}.${root}.`, `9999999999.${root}.${"A".repeat(43)}`, ""]) {
            jar.set("xif-studio-session", forged);
            assert.equal((await access(browser, studio)).state, "stranger", forged);
        }
    },

    async "signing in is limited for each client"() {
        const browser = new Browser({ "x-forwarded-proto": "https" });
        let refused;
        for (let count = 0; count < 60 && refused?.status !== 429; count += 1) {
            refused = await browser.ask(`${studio}/api/access/signed-in`);
        }
        assert.equal(refused.status, 429);
        assert(Number(refused.headers.get("retry-after")) > 0);
        assert.equal(await problem(refused), "S811");
    },
};

let failed = 0;
for (const [name, run] of Object.entries(cases)) {
    try {
        await run();
        console.log(`ok   ${name}`);
    } catch (error) {
        failed += 1;
        console.log(`FAIL ${name}\n${error.stack}`);
    }
}
running.process.kill("SIGTERM");
server.close();
server.closeAllConnections();
rmSync(folder, { recursive: true, force: true });
if (running.log().includes(CLIENT.client_secret)) {
    failed += 1;
    console.log("FAIL the log has no secret");
}
if (failed) console.log(running.log());
process.exitCode = failed ? 1 : 0;
