import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chromium, type Page } from "@playwright/test";

import { chromiumLaunch } from "./chromium.mjs";

/** A browser with a profile on the disk and a process that can be killed. */
export class RealBrowser {
    private constructor(
        private readonly process: ChildProcess,
        readonly page: Page,
    ) {}

    static async start(profile: string): Promise<RealBrowser> {
        const own = ["--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "--window-size=1440,900", "about:blank"];
        const process = spawn(chromiumLaunch.executablePath, [...chromiumLaunch.args, ...own], { stdio: ["ignore", "ignore", "pipe"] });
        const browser = await chromium.connectOverCDP(await addressOf(process));
        const [context] = browser.contexts();
        return new RealBrowser(process, context.pages()[0] ?? (await context.newPage()));
    }

    /** Ends the browser as a crash or an empty battery does. */
    async kill() {
        const ended = once(this.process, "exit");
        this.process.kill("SIGKILL");
        await ended;
    }
}

function addressOf(process: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
        let said = "";
        process.stderr?.on("data", (part) => {
            said += part;
            const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
            if (address) resolve(address);
        });
        process.on("exit", () => reject(new Error(`The browser ended: ${said}`)));
    });
}

/** A browser that does not let a page store anything. */
export function withoutDatabase() {
    indexedDB.open = () => {
        throw new DOMException("The user denied permission to access the database.", "SecurityError");
    };
}

/** A disk that is full from now on. */
export function fullDisk() {
    IDBObjectStore.prototype.put = () => {
        throw new DOMException("The disk is full.", "QuotaExceededError");
    };
}

/** Changes a byte in the record of a step of the only draft. */
export async function garble(page: Page, step: number) {
    await page.evaluate(async (step) => {
        const got = <T>(request: IDBRequest<T>) =>
            new Promise<T>((resolve, reject) => {
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
            });
        const parts = (await got(indexedDB.open("xif-studio-drafts"))).transaction("parts", "readwrite").objectStore("parts");
        for (const key of await got(parts.getAllKeys())) {
            const [, kind, number] = key as [string, string, number];
            if (kind !== "step" || number !== step) continue;
            const bytes = (await got(parts.get(key))) as Uint8Array;
            bytes[bytes.length - 2] ^= 1;
            await got(parts.put(bytes, key));
        }
    }, step);
}
