// A request of tests/bench/load.

import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

/** Sends a request as one of many clients; the answer's status, headers and body. */
export function ask(port, method, path, body, client, { type = "application/zip", headers = {}, signal } = {}) {
    return new Promise((resolve, reject) => {
        const own = { host: `localhost:${port}`, "content-type": type, "x-forwarded-for": client, "content-length": body?.length ?? 0 };
        const sent = request({ host: "127.0.0.1", port, method, path, headers: { ...own, ...headers }, agent, signal }, (answer) => {
            const parts = [];
            answer.on("data", (part) => parts.push(part));
            answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
            answer.on("error", reject);
        });
        sent.on("error", reject);
        sent.end(body);
    });
}
