import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

/** The user of the emulated environment. */
export const user = { name: "developer", password: "Secret-Passw0rd<&>" };

/** What an emulated environment has. */
export type EnvironmentState = {
    extensions: Record<string, { versions: { number: number; sha256: string }[]; published: number | null }>;
    /** Rules of the protocol that a request broke. */
    broken: string[];
};

/** An emulated Platform Server, its own program. */
export class Environment {
    private constructor(
        private readonly process: ChildProcess,
        readonly address: string,
    ) {}

    static async start(): Promise<Environment> {
        const program = resolve(import.meta.dirname, "../../platform-server/platform_server.py");
        const process = spawn("python3", [program, "--port", "0", "--user", user.name, "--password", user.password], { stdio: ["pipe", "pipe", "inherit"] });
        for await (const line of createInterface({ input: process.stdout! })) {
            const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
            if (address) return new Environment(process, address);
        }
        throw new Error("the emulated environment did not start");
    }

    async scenario(name: string) {
        await fetch(`${this.address}/emulator/scenario`, { method: "POST", body: name });
    }

    async state(): Promise<EnvironmentState> {
        return (await (await fetch(`${this.address}/emulator/state`)).json()) as EnvironmentState;
    }

    stop() {
        this.process.stdin?.end();
        this.process.kill();
    }
}
