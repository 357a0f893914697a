// Loads the code editor when it is first needed. It is a module of its own because a page should not wait for a megabyte that it may
// never use.

let loading;

export function load() {
    loading ??= import(new URL("editor/monaco.js", document.baseURI).href).catch((error) => {
        // A failure is not kept: the next one who asks tries again.
        loading = undefined;
        throw error;
    });
    return loading;
}
