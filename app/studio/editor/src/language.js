// The C# language service in the editor: providers of Monaco over the client in app/language/web, problems as one types, and how documents are told.
// Places are offsets into the text of a model, with its own line ends.

import * as monaco from "monaco-editor/editor";

import { Client } from "../../../language/web/client.mjs";
import { Diagnosis } from "../../../language/web/diagnosis.mjs";
import { PRIORITY } from "../../../language/web/queue.mjs";

const LANGUAGE = "csharp";
const SCHEME = "xif";
/** Where outlines of assemblies' types are shown. */
const OUTLINES = "outline";

const folder = new URL("language/", document.baseURI);
const after = (time, call) => {
    const timer = setTimeout(call, time);
    return () => clearTimeout(timer);
};

const stateChanged = new monaco.Emitter();
const hooks = { told: () => {}, covered: () => {}, isShown: () => false, setText: () => {} };
let isRegistered = false;
let wasReady = false;

const client = new Client(
    {
        index: () => fetched("index.json").then((response) => response.json()),
        file: (name) => fetched(name).then(async (response) => new Uint8Array(await response.arrayBuffer())),
        worker: (name) => new Worker(new URL(name, folder), { type: "module" }),
        now: () => Date.now(),
        after,
    },
    (state) => {
        hooks.told(state);
        if (client.isReady === wasReady) return;
        wasReady = client.isReady;
        if (wasReady) lookAgain();
        else for (const model of ownModels()) monaco.editor.setModelMarkers(model, "language", []);
        hooks.covered();
        stateChanged.fire();
    },
);
const diagnosis = new Diagnosis(client, after, showProblems);

async function fetched(name) {
    const response = await fetch(new URL(name, folder));
    if (!response.ok) throw new Error(`${name} cannot be fetched (${response.status}).`);
    return response;
}

/** `told(state)` follows the service, `covered()` each change of what `covers` says; the others are the editor's. */
export function connect(given) {
    Object.assign(hooks, given);
    if (isRegistered) return;
    isRegistered = true;
    monaco.editor.onDidCreateModel(follow);
    for (const model of monaco.editor.getModels()) follow(model);
    register();
}

export function setOn(isOn) {
    client.setOn(isOn);
}

export function supply(name, content) {
    client.supply(name, content);
}

export function hasSupply(name) {
    return client.hasSupply(name);
}

/** Opens a project, as the crate `language` writes it. */
export function open(project) {
    for (const document of project.documents) document.text = inEditor(document.document) ?? document.text;
    client.open(project);
}

/** A document that is new or changed elsewhere than in the editor. */
export function replace(document) {
    const own = inEditor(document.document);
    const model = own === undefined ? modelOf(document.document) : undefined;
    if (model) hooks.setText(document.document, document.text);
    if (client.replace({ ...document, text: own ?? model?.getValue() ?? document.text })) diagnosis.again();
}

export function remove(document) {
    client.remove(document);
    diagnosis.again();
}

export function close() {
    diagnosis.forget();
    client.close();
}

/** Whether the problems of a document are those of the service. */
export function covers(path) {
    return client.isReady && client.version(path) !== undefined;
}

/** The editor shows a document with the cursor there. */
export function look(model, position) {
    if (model.uri.scheme === SCHEME && client.version(keyOf(model)) !== undefined) diagnosis.look(keyOf(model), model.getOffsetAt(position));
}

function lookAgain() {
    diagnosis.again();
}

/** The text of the document that is shown: what is typed there is newer than what anybody else knows. */
function inEditor(document) {
    const model = modelOf(document);
    return model && hooks.isShown(model) ? model.getValue() : undefined;
}

function ownModels() {
    return monaco.editor.getModels().filter((model) => model.uri.scheme === SCHEME && model.getLanguageId() === LANGUAGE);
}

function uriOf(document) {
    return monaco.Uri.from({ scheme: SCHEME, path: `/${document}` });
}

function modelOf(document) {
    return monaco.editor.getModel(uriOf(document));
}

/** The model of a document; one that was never shown gets one, so that places in it can be shown. */
function modelFor(document) {
    const text = client.text(document);
    return modelOf(document) ?? (text === undefined ? undefined : monaco.editor.createModel(text, LANGUAGE, uriOf(document)));
}

function keyOf(model) {
    return model.uri.path.slice(1);
}

function follow(model) {
    if (model.uri.scheme !== SCHEME || model.getLanguageId() !== LANGUAGE) return;
    const document = keyOf(model);
    const known = client.text(document);
    if (known !== undefined && known !== model.getValue()) {
        client.replace({ document, name: client.nameOf(document), text: model.getValue(), generated: client.isGenerated(document) });
    }
    model.onDidChangeContent(({ changes, isFlush, isEolChange }) => {
        if (client.version(document) === undefined) return;
        if (isFlush || isEolChange) {
            client.replace({ document, name: client.nameOf(document), text: model.getValue(), generated: client.isGenerated(document) });
            diagnosis.again();
            return;
        }
        const ordered = changes.map(({ rangeOffset, rangeLength, text }) => ({ start: rangeOffset, end: rangeOffset + rangeLength, text }));
        ordered.sort((one, other) => other.start - one.start);
        client.edited(document, ordered, model.getValue());
        diagnosis.edited(document, ordered);
    });
}

function showProblems(document, problems) {
    const model = modelOf(document);
    if (!model) return;
    const markers = problems.map(({ severity, code, text, start, end }) => ({
        ...rangeOf(model, start, end),
        severity: severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
        code,
        message: text,
    }));
    monaco.editor.setModelMarkers(model, "language", markers);
}

function rangeOf(model, start, end) {
    return monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
}

/** Asks about a place; Monaco's way of calling off becomes ours. */
function ask(operation, model, more, token, options = {}) {
    const controller = new AbortController();
    token?.onCancellationRequested(() => controller.abort());
    return client.ask(operation, keyOf(model), more, { ...options, signal: controller.signal });
}

const SELECTOR = { language: LANGUAGE, scheme: SCHEME };

function register() {
    const { languages } = monaco;
    languages.registerCompletionItemProvider(SELECTOR, completion);
    languages.registerHoverProvider(SELECTOR, { provideHover: hover });
    languages.registerSignatureHelpProvider(SELECTOR, { signatureHelpTriggerCharacters: ["(", ",", "["], signatureHelpRetriggerCharacters: [")"], provideSignatureHelp: signatures });
    languages.registerDefinitionProvider(SELECTOR, { provideDefinition: definition });
    languages.registerReferenceProvider(SELECTOR, { provideReferences: references });
    languages.registerRenameProvider(SELECTOR, { provideRenameEdits: rename, resolveRenameLocation: renamed });
    languages.registerDocumentFormattingEditProvider(SELECTOR, { provideDocumentFormattingEdits: (model, options, token) => format(model, undefined, options, token) });
    languages.registerDocumentRangeFormattingEditProvider(SELECTOR, { provideDocumentRangeFormattingEdits: format });
    languages.registerDocumentSymbolProvider(SELECTOR, { displayName: "C#", provideDocumentSymbols: outline });
    languages.registerCodeActionProvider(SELECTOR, { provideCodeActions: fixes, resolveCodeAction: fix });
    languages.registerDocumentRangeSemanticTokensProvider(SELECTOR, {
        onDidChange: stateChanged.event,
        getLegend: () => ({ tokenTypes: COLOURS, tokenModifiers: [] }),
        provideDocumentRangeSemanticTokens: colours,
    });
}

const COLOURS = ["class", "struct", "interface", "enum", "enumMember", "typeParameter", "method", "property", "event", "parameter", "variable", "namespace"];

/** What the colours of names are in a theme that builds on "vs" or "vs-dark". */
export function colourRules(base) {
    const [type, method, member] = base === "vs" ? ["267f99", "795e26", "001080"] : ["4ec9b0", "dcdcaa", "9cdcfe"];
    const of = (tokens, foreground) => tokens.map((token) => ({ token, foreground }));
    return [...of(["class", "struct", "interface", "enum", "typeParameter"], type), ...of(["method"], method), ...of(["property", "event", "parameter", "variable", "enumMember"], member)];
}

const KINDS = {
    class: "Class", structure: "Struct", interface: "Interface", enum: "Enum", enumMember: "EnumMember", delegate: "Class", method: "Method", property: "Property",
    event: "Event", field: "Field", constant: "Constant", local: "Variable", parameter: "Variable", keyword: "Keyword", namespace: "Module", snippet: "Snippet",
    typeParameter: "TypeParameter", operator: "Operator", label: "Text", constructor: "Constructor", other: "Text",
};

const completion = {
    triggerCharacters: ["."],
    async provideCompletionItems(model, position, context, token) {
        const at = model.getOffsetAt(position);
        const { triggerKind, triggerCharacter } = context;
        // Whoever asks for it by a key gets the types that need a using too: looking for them takes longer.
        const isAsked = triggerKind === monaco.languages.CompletionTriggerKind.Invoke && model.getWordUntilPosition(position).word.length !== 1;
        const list = await ask("completion", model, { at, typed: triggerCharacter, imports: isAsked }, token, { key: "completion" });
        if (!list) return null;
        const range = rangeOf(model, list.start, Math.max(list.end, at));
        const suggestions = list.items.map(({ label, prefix = "", suffix = "", from, kind, sort, filter, isPreferred }, item) => ({
            label: { label: `${prefix}${label}${suffix}`, description: from },
            kind: monaco.languages.CompletionItemKind[KINDS[kind] ?? "Text"],
            insertText: label,
            sortText: sort ?? label,
            filterText: filter ?? label,
            preselect: isPreferred,
            range,
            own: { listing: list.listing, item, start: list.start, end: list.end, model, label },
        }));
        return { suggestions, incomplete: !list.isWhole };
    },
    async resolveCompletionItem(item) {
        const { listing, item: index, start, end, model, label } = item.own;
        // Not called off: an item that is chosen before it is resolved still waits for its edits, though the list has gone.
        const resolved = await ask("resolve", model, { listing, item: index });
        if (!resolved) return item;
        // What is typed meanwhile stands behind the start of the list: places before it still count.
        const before = resolved.edits.filter((edit) => edit.end < start);
        const main = resolved.edits.find((edit) => edit.end >= start && edit.start <= end);
        const more = { documentation: resolved.description, additionalTextEdits: before.map((edit) => editOf(model, edit)) };
        if (main && (main.text !== label || main.start !== start)) {
            const from = model.getPositionAt(main.start);
            Object.assign(more, { insertText: main.text, range: item.range.setStartPosition(from.lineNumber, from.column) });
        }
        return { ...item, ...more };
    },
};

function editOf(model, { start, end, text }) {
    return { range: rangeOf(model, start, end), text };
}

async function hover(model, position, token) {
    const found = await ask("hover", model, { at: model.getOffsetAt(position) }, token, { key: "hover" });
    if (!found) return null;
    const contents = [{ value: `\`\`\`${LANGUAGE}\n${found.declaration}\n\`\`\`` }];
    if (found.documentation) contents.push({ value: plain(found.documentation) });
    return { contents, range: rangeOf(model, found.start, found.end) };
}

/** Text of somebody's documentation: none of it is markup. */
function plain(text) {
    return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, "\\$&");
}

async function signatures(model, position, token) {
    const help = await ask("signatures", model, { at: model.getOffsetAt(position) }, token, { key: "signatures" });
    if (!help) return null;
    const overloads = help.overloads.map(({ label, documentation, parameters }) => ({ label, documentation, parameters }));
    return { value: { signatures: overloads, activeSignature: help.active, activeParameter: help.argument }, dispose: () => {} };
}

function locationOf({ document, start, end }) {
    const model = modelFor(document);
    return model && { uri: model.uri, range: rangeOf(model, start, end) };
}

async function definition(model, position, token) {
    const found = await ask("definition", model, { at: model.getOffsetAt(position) }, token);
    if (!found) return null;
    if (found.outline) return [outlineOf(found.outline)];
    return found.places.map(locationOf).filter(Boolean);
}

function outlineOf({ name, text, at }) {
    const uri = monaco.Uri.from({ scheme: OUTLINES, path: `/${name}.cs` });
    const model = monaco.editor.getModel(uri) ?? monaco.editor.createModel(text, LANGUAGE, uri);
    if (model.getValue() !== text) model.setValue(text);
    return { uri, range: rangeOf(model, at, at) };
}

export function isOutline(uri) {
    return uri.scheme === OUTLINES;
}

async function references(model, position, context, token) {
    const found = await ask("references", model, { at: model.getOffsetAt(position) }, token);
    const wanted = found?.places.filter((place) => context.includeDeclaration || !place.isDeclaration);
    return wanted?.map(locationOf).filter(Boolean) ?? null;
}

async function renamed(model, position, token) {
    let rejectReason = "The language service is not ready.";
    const found = await ask("rename", model, { at: model.getOffsetAt(position) }, token, { refused: (text) => { rejectReason = text; } });
    return found ? { range: rangeOf(model, found.start, found.end), text: found.name } : { rejectReason };
}

async function rename(model, position, name, token) {
    let rejectReason = "The language service is not ready.";
    const found = await ask("rename", model, { at: model.getOffsetAt(position), name }, token, { refused: (text) => { rejectReason = text; } });
    return found ? workspaceEdit(found) : { edits: [], rejectReason };
}

function workspaceEdit({ documents }) {
    const edits = documents.flatMap(({ document, edits: own }) => {
        const model = modelFor(document);
        return model ? own.map((edit) => ({ resource: model.uri, versionId: model.getVersionId(), textEdit: editOf(model, edit) })) : [];
    });
    return { edits };
}

async function format(model, range, options, token) {
    const part = range && { start: model.getOffsetAt(range.getStartPosition()), end: model.getOffsetAt(range.getEndPosition()) };
    const found = await ask("format", model, { ...part, newLine: model.getEOL(), tabs: !options.insertSpaces }, token);
    return found?.edits.map((edit) => editOf(model, edit)) ?? null;
}

async function outline(model, token) {
    const found = await ask("outline", model, {}, token, { priority: PRIORITY.seen });
    const symbolOf = ({ name, kind, start, end, nameStart, nameEnd, items }) => ({
        name, detail: "", tags: [], kind: monaco.languages.SymbolKind[SYMBOLS[kind] ?? "Class"],
        range: rangeOf(model, start, end), selectionRange: rangeOf(model, nameStart, nameEnd), children: items.map(symbolOf),
    });
    return found?.items.map(symbolOf) ?? null;
}

const SYMBOLS = { ...KINDS, namespace: "Namespace", delegate: "Function" };

async function fixes(model, range, context, token) {
    const isAsked = context.trigger === monaco.languages.CodeActionTriggerType.Invoke;
    if (context.markers.length === 0 && !isAsked) return null;
    const start = model.getOffsetAt(range.getStartPosition());
    const end = model.getOffsetAt(range.getEndPosition());
    const found = await ask("fixes", model, { start, end }, token, { priority: isAsked ? PRIORITY.waited : PRIORITY.seen });
    if (!found) return null;
    const actions = found.actions.map(({ action, title, code }, index) => ({
        title, kind: "quickfix", isPreferred: index === 0, diagnostics: context.markers.filter((marker) => marker.code === code),
        own: { model, action },
    }));
    return { actions, dispose: () => {} };
}

async function fix(action, token) {
    const { model, action: offered } = action.own;
    let said;
    const found = await ask("fix", model, { action: offered }, token, { refused: (text) => { said = text; } });
    if (!found) return { ...action, edit: { edits: [] }, disabled: said };
    return { ...action, edit: workspaceEdit(found) };
}

async function colours(model, range, token) {
    const start = model.getOffsetAt(range.getStartPosition());
    const end = model.getOffsetAt(range.getEndPosition());
    const found = await ask("colours", model, { start, end }, token, { priority: PRIORITY.seen });
    if (!found) return null;
    const data = [];
    let [line, column] = [0, 0];
    for (const span of found.spans) {
        const place = model.getPositionAt(span.start);
        const [atLine, atColumn] = [place.lineNumber - 1, place.column - 1];
        data.push(atLine - line, atLine === line ? atColumn - column : atColumn, span.end - span.start, COLOURS.indexOf(span.kind), 0);
        [line, column] = [atLine, atColumn];
    }
    return { data: new Uint32Array(data) };
}
