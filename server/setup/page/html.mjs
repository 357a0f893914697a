// The few forms of HTML in which index.html is written: comments, and tags with quoted attributes.

/** The assets of a page: the attributes of each `<link data-trunk>`, with the `text` of the tag. */
export function assetsOf(html) {
    const tags = withoutComments(html).match(/<(?:link|script)\b[^>]*>/g) ?? [];
    return tags
        .map((text) => ({ ...attributesOf(text), text }))
        .filter((asset) => "data-trunk" in asset);
}

/** The attributes of a tag; those without a value are empty. */
export function attributesOf(tag) {
    const inside = tag.replace(/^<[a-z-]+/, "").replace(/\/?>$/, "");
    const found = inside.matchAll(/([^\s=]+)(?:\s*=\s*"([^"]*)")?/g);
    return Object.fromEntries([...found].map(([, name, value]) => [name, value ?? ""]));
}

/** A page without its comments. */
export function withoutComments(html) {
    return html.replace(/<!--.*?-->/gs, "");
}
