import { expect, test } from "@playwright/test";

/** Whether nothing may be left out: `tests/run` says so, because it provides every tool. */
export const isEverythingRun = process.env.XIF_STUDIO_ALL === "1";

/** Skips a test that lacks something it needs. A run of everything fails instead. */
export function needed(found: unknown, what: string) {
    if (isEverythingRun) expect(found, `${what}: XIF_STUDIO_ALL=1 leaves nothing out`).toBeTruthy();
    test.skip(!found, what);
}
