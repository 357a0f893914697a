import { spawn } from "node:child_process";
import { join } from "node:path";

/** A server of one test, with options of its own, and the page that the end-to-end tests use; the address, and how it ends. */
export async function startServer(options: string[], port = 0): Promise<{ address: string; end: () => void }> {
    const target = join(import.meta.dirname, "../../../target");
    const server = spawn(join(target, "release/server"), ["--port", String(port), "--assets", join(target, "dist"), ...options], {
        stdio: ["ignore", "pipe", "ignore"],
    });
    const address = await new Promise<string>((resolve, reject) => {
        server.stdout.on("data", (text) => {
            const found = /serves on (http:\S+)/.exec(String(text));
            if (found) resolve(found[1]);
        });
        server.once("exit", () => reject(new Error("the server ended")));
    });
    await compressed(address);
    return { address, end: () => server.kill() };
}

/** Waits until the server has compressed the program of the page, which it does at its start: a busy machine takes long for it. */
async function compressed(address: string): Promise<void> {
    const page = await (await fetch(address)).text();
    const program = /[\w-]+_bg\.wasm/.exec(page)?.[0];
    if (program) await (await fetch(new URL(program, address), { headers: { "accept-encoding": "br" } })).arrayBuffer();
}
