/** Puts the mouse on the last place of the code editor that shows the text. A line has many spans, and the middle of one need not be a word. */
export async function pointAt(page, text) {
    const place = await page.locator(".monaco-editor .view-lines").first().evaluate((lines, text) => {
        const walker = document.createTreeWalker(lines, NodeFilter.SHOW_TEXT);
        const found = [];
        while (walker.nextNode()) {
            const at = walker.currentNode.data.lastIndexOf(text);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + text.length);
            const { x, y, width, height } = range.getBoundingClientRect();
            found.push({ x: x + width / 2, y: y + height / 2 });
        }
        return found.sort((one, other) => one.y - other.y).at(-1);
    }, text);
    if (!place) throw new Error(`the source does not show ${text}`);
    await page.mouse.move(place.x - 40, place.y + 60);
    await page.mouse.move(place.x, place.y, { steps: 8 });
}

/** What the code editor shows beside the mouse. */
export const hover = (page) => page.locator(".monaco-hover:not(.hidden)").first();
