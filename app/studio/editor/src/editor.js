// The code editor as the studio sees it. Everything of Monaco that the studio uses passes through here, so that the rest of the
// studio knows neither its types nor how it is loaded. There is one editor, and a model for each file that was opened, so that each
// keeps its own undo, cursor and scroll position. Lines and columns count from 1.

import * as monaco from "monaco-editor/editor";
import "monaco-editor/features/register.all";
import "monaco-editor/languages/definitions/csharp/register";
import "monaco-editor/languages/definitions/xml/register";
import "monaco-editor/languages/definitions/javascript/register";
import "monaco-editor/languages/definitions/css/register";
import "monaco-editor/languages/definitions/html/register";

import * as service from "./language.js";

// Set by the build: the worker's file name carries a hash of its content.
const workerUrl = new URL(EDITOR_WORKER, import.meta.url);
self.MonacoEnvironment = { getWorker: () => new Worker(workerUrl, { type: "module" }) };

// Keys of the studio that the editor has another meaning for: F8 goes through the problems of the whole extension, and the others are commands,
// but in the editor's own find, whose switches they are there.
const { Alt, Shift } = monaco.KeyMod;
const { F8, KeyC, KeyL, KeyP, KeyR, KeyW } = monaco.KeyCode;
const isNotInFind = "!findInputFocussed && !replaceInputFocussed";
monaco.editor.addKeybindingRules([
    ...[F8, Shift | F8].map((keybinding) => ({ keybinding, command: null })),
    ...[KeyC, KeyL, KeyP, KeyR, KeyW].map((key) => ({ keybinding: Alt | key, command: null, when: isNotInFind })),
]);

const views = new Map();
let editor;
let listeners = {};
let isSetting = false;
const problemsOf = new Map();

function uriOf(path) {
    return monaco.Uri.from({ scheme: "xif", path: `/${path}` });
}

function modelOf(path) {
    return monaco.editor.getModel(uriOf(path));
}

function pathOf(model) {
    return model.uri.path.slice(1);
}

/**
 * Puts the editor into `container`. `changed(path)` follows each change by the user, `moved(line, column)` each move of the cursor, `wanted(path, line, column)`
 * each place in another file that the user goes to.
 */
export function open(container, theme, font, changed, moved, wanted) {
    listeners = { changed, moved, wanted };
    monaco.editor.setTheme(theme);
    editor = monaco.editor.create(container, {
        model: null,
        theme,
        automaticLayout: true,
        fixedOverflowWidgets: true,
        minimap: { enabled: false },
        scrollBeyondLastLine: false,
        fontFamily: font,
        fontSize: 13,
        lineHeight: 20,
        renderLineHighlight: "all",
        "semanticHighlighting.enabled": true,
        padding: { top: 6 },
        unusualLineTerminators: "off",
        ariaLabel: "Source code",
    });
    editor.onDidChangeModelContent(() => {
        if (!isSetting) listeners.changed(pathOf(editor.getModel()));
    });
    editor.onDidChangeCursorPosition(({ position }) => {
        listeners.moved(position.lineNumber, position.column);
        service.look(editor.getModel(), position);
    });
}

monaco.editor.registerEditorOpener({
    openCodeEditor(source, uri, place) {
        const model = monaco.editor.getModel(uri);
        if (!model || !editor || model === editor.getModel()) return false;
        if (service.isOutline(uri)) source.trigger("studio", "editor.action.peekDefinition");
        else listeners.wanted(pathOf(model), place?.startLineNumber ?? place?.lineNumber ?? 1, place?.startColumn ?? place?.column ?? 1);
        return true;
    },
});

// A rename or a fix changes files beside the one that is shown.
monaco.editor.onDidCreateModel((model) => {
    if (model.uri.scheme !== "xif") return;
    model.onDidChangeContent(() => {
        if (!isSetting && model !== editor?.getModel()) listeners.changed?.(pathOf(model));
    });
});

/** Connects the language service; `told(state, percent, text)` follows it. */
export function connectLanguage(told) {
    service.connect({
        told: ({ name, percent, text }) => told(name, percent ?? 0, text ?? ""),
        covered: () => problemsOf.forEach((_, path) => applyProblems(path)),
        isShown: (model) => model === editor?.getModel(),
        setText,
    });
}

export const setLanguageOn = service.setOn;
export const supplyLanguage = service.supply;
export const hasLanguageSupply = service.hasSupply;

/** A project or a document as the crate `language` writes it. */
export function openLanguage(project) {
    service.open(JSON.parse(project));
    if (editor?.getModel()) service.look(editor.getModel(), editor.getPosition());
}

export function replaceInLanguage(document) {
    service.replace(JSON.parse(document));
}

export const removeFromLanguage = service.remove;

/** Takes the editor off the page; the models stay. */
export function leave() {
    keepView();
    editor?.dispose();
    editor = undefined;
}

function keepView() {
    const model = editor?.getModel();
    if (model) views.set(pathOf(model), editor.saveViewState());
}

/** Shows the file, with this text when it differs from what the file had. */
export function show(path, value, language, readOnly) {
    if (!editor) return;
    keepView();
    const model = modelOf(path) ?? monaco.editor.createModel(value, language, uriOf(path));
    setText(path, value);
    editor.setModel(model);
    editor.updateOptions({ readOnly });
    const view = views.get(path);
    if (view) editor.restoreViewState(view);
    const position = editor.getPosition();
    if (position) {
        listeners.moved(position.lineNumber, position.column);
        service.look(model, position);
    }
}

/** The text of a file with its line ends; undefined when the file was never shown. */
export function text(path) {
    return modelOf(path)?.getValue();
}

/** Replaces the text as one step that the editor's own undo takes back; the cursor stays where it can. */
export function setText(path, value) {
    const model = modelOf(path);
    if (!model) return;
    // A model has one line end for all lines; the file may mix them.
    value = value.replace(/\r\n|\r|\n/g, model.getEOL());
    if (model.getValue() === value) return;
    isSetting = true;
    try {
        model.pushStackElement();
        model.pushEditOperations([], [{ range: model.getFullModelRange(), text: value }], () => null);
        model.pushStackElement();
    } finally {
        isSetting = false;
    }
}

/** Forgets every file: another extension is open. */
export function forget() {
    editor?.setModel(null);
    views.clear();
    problemsOf.clear();
    service.close();
    // Another extension may have a file of the same key.
    for (const owner of ["compiler", "language"]) monaco.editor.removeAllMarkers(owner);
    for (const model of monaco.editor.getModels()) model.dispose();
}

/** Puts the cursor here and takes the focus. */
export function reveal(line, column) {
    const position = editor?.getModel()?.validatePosition({ lineNumber: line, column });
    if (!position) return;
    editor.setPosition(position);
    editor.revealPositionInCenter(position);
    editor.focus();
}

export function focus() {
    editor?.focus();
}

/** Opens the editor's own find. */
export function find() {
    editor?.focus();
    editor?.trigger("studio", "actions.find");
}

/** Shows `problems` of a file, each { line, column, endLine, endColumn, severity: "error" | "warning" | "info", code, text }; an empty list clears them. */
export function setProblems(path, problems) {
    problemsOf.set(path, problems);
    applyProblems(path);
}

function applyProblems(path) {
    const model = modelOf(path);
    if (!model) return;
    // The compiler's own are those of the last build; the language service knows the text as it is.
    const problems = problemsOf.get(path).filter(({ code }) => !(service.covers(path) && /^CS\d/.test(code)));
    const severities = {
        error: monaco.MarkerSeverity.Error,
        warning: monaco.MarkerSeverity.Warning,
        info: monaco.MarkerSeverity.Info,
    };
    const markers = problems.map((problem) => {
        const start = model.validatePosition({ lineNumber: problem.line, column: Math.max(problem.column, 1) });
        const word = model.getWordAtPosition(start);
        const hasEnd = problem.endLine > problem.line || (problem.endLine === problem.line && problem.endColumn > problem.column);
        return {
            startLineNumber: start.lineNumber,
            startColumn: start.column,
            endLineNumber: hasEnd ? problem.endLine : start.lineNumber,
            endColumn: hasEnd ? problem.endColumn : (word?.endColumn ?? start.column + 1),
            severity: severities[problem.severity],
            code: problem.code,
            message: problem.text,
        };
    });
    monaco.editor.setModelMarkers(model, "compiler", markers);
}

/** Defines or redefines a theme from design tokens: `colors` as Monaco names them, `base` "vs" or "vs-dark". */
export function setTheme(name, base, colors) {
    monaco.editor.defineTheme(name, { base, inherit: true, rules: service.colourRules(base), colors });
    monaco.editor.setTheme(name);
}
