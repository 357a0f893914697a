import { expect, type Locator } from "@playwright/test";

import type { Studio } from "./studio";

/** Somebody who has a keyboard and no mouse. */
export class Hands {
    constructor(readonly studio: Studio) {}

    async press(...keys: string[]) {
        for (const key of keys) await this.studio.page.keyboard.press(key);
    }

    async type(text: string) {
        await this.studio.page.keyboard.type(text);
    }

    /** Goes with Tab, or back with Shift+Tab, until the keyboard is there. */
    async to(target: Locator, back = false) {
        for (let steps = 0; steps < 60; steps += 1) {
            if (await target.evaluate((element) => element === document.activeElement)) return;
            await this.press(back ? "Shift+Tab" : "Tab");
        }
        await expect(target, "reached with Tab").toBeFocused();
    }

    /** Writes into the field and leaves it with Tab. */
    async fill(field: Locator, text: string) {
        await this.to(field);
        await this.press("Control+a");
        await this.type(text);
        await this.press("Tab");
    }

    /** Chooses from a searchable choice by typing. */
    async choose(choice: Locator, text: string, shown = text) {
        await this.to(choice);
        await this.type(text);
        await this.press("Enter");
        await expect(choice).toHaveValue(shown);
    }

    /** Chooses from a short list by the first letters of what it offers. */
    async select(list: Locator, letters: string, shown: string) {
        await this.to(list);
        await this.type(letters);
        await expect(list.locator("option:checked")).toHaveText(shown);
    }

    /** Gives a check box another state. */
    async flip(box: Locator) {
        await this.to(box);
        await this.press("Space");
    }
}
