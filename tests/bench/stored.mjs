// Shared drafts that are written while tests/bench/load kills the server: what was acknowledged must be there afterwards.

import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./ask.mjs";

/** Bytes of what stands before a revision: number, kind, time, length. */
const HEADER = 17;

/** One draft, and what of it was acknowledged. */
export class Stored {
    #id = randomBytes(16).toString("base64url");
    #token = randomBytes(32);
    #kept = new Map();

    async #send(port, method, path, body, type) {
        const headers = { authorization: `Bearer ${this.#token.toString("base64url")}` };
        return ask(port, method, path, body, "10.8.0.1", { type, headers });
    }

    /** Creates it. */
    async create(port) {
        const owner = createHash("sha256").update(this.#token).digest("base64url");
        const body = Buffer.from(JSON.stringify({ id: this.#id, owner, kind: "draft" }));
        const { status, body: said } = await this.#send(port, "POST", "/api/drafts", body, "application/json");
        if (status !== 201) throw new Error(`a draft was not created: ${status} ${said}`);
    }

    /** Adds revisions until it is told to stop. One that was not acknowledged is sent again, to the server that is there then. */
    async write(port, goesOn) {
        for (let number = this.#kept.size + 1; goesOn(); number++) {
            const [blob, kind] = [randomBytes(20_000), number % 50 === 1 ? "whole" : "change"];
            for (let kept = false; !kept && goesOn(); ) {
                const path = `/api/drafts/${this.#id}/revisions/${number}?kind=${kind}`;
                const answer = await this.#send(port(), "PUT", path, blob, "application/octet-stream").catch(() => undefined);
                kept = answer?.status === 201 || answer?.status === 200;
                if (kept) this.#kept.set(number, blob);
                else await sleep(50);
            }
            await sleep(20);
        }
    }

    /** Reads all of it; how many revisions were acknowledged, and how many of these are not there as they were. */
    async check(port) {
        const { status, body } = await this.#send(port, "GET", `/api/drafts/${this.#id}/revisions?from=1`, undefined, "application/json");
        const found = new Map();
        for (let at = 0; status === 200 && at < body.length; ) {
            const length = body.readUInt32BE(at + 13);
            found.set(body.readUInt32BE(at), body.subarray(at + HEADER, at + HEADER + length));
            at += HEADER + length;
        }
        const lost = [...this.#kept].filter(([number, blob]) => !found.get(number)?.equals(blob));
        return { kept: this.#kept.size, lost: lost.length };
    }
}
