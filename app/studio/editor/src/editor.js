// The code editor as the studio sees it. Everything of Monaco that the studio uses passes through here, so that the rest of the
// studio knows neither its types nor how it is loaded. Lines and columns count from 1.

import * as monaco from "monaco-editor/editor";
import "monaco-editor/features/register.all";
import "monaco-editor/languages/definitions/csharp/register";
import "monaco-editor/languages/definitions/xml/register";

// Set by the build: the worker's file name carries a hash of its content.
const workerUrl = new URL(EDITOR_WORKER, import.meta.url);
self.MonacoEnvironment = { getWorker: () => new Worker(workerUrl, { type: "module" }) };

/** Creates an editor that fills `container` and follows its size. `path` names the text in Monaco, one model for each path. */
export function createEditor(container, { value, language, theme, readOnly = false, path }) {
    const uri = monaco.Uri.from({ scheme: "xif", path: `/${path}` });
    monaco.editor.getModel(uri)?.dispose();
    const model = monaco.editor.createModel(value, language, uri);
    monaco.editor.setTheme(theme);
    return monaco.editor.create(container, {
        model,
        readOnly,
        automaticLayout: true,
        fixedOverflowWidgets: true,
        minimap: { enabled: false },
        scrollBeyondLastLine: false,
    });
}

export function disposeEditor(editor) {
    const model = editor.getModel();
    editor.dispose();
    model?.dispose();
}

/** The text with the line ends that it was opened with. */
export function text(editor) {
    return editor.getValue();
}

/** Replaces the text as one step that the editor's own undo takes back; the cursor stays where it can. */
export function setText(editor, value) {
    if (editor.getValue() === value) return;
    const model = editor.getModel();
    model.pushStackElement();
    model.pushEditOperations(editor.getSelections(), [{ range: model.getFullModelRange(), text: value }], (edits) => editor.getSelections());
    model.pushStackElement();
}

/** Calls `listener(text)` after each change. */
export function onChange(editor, listener) {
    editor.onDidChangeModelContent(() => listener(editor.getValue()));
}

/** Calls `listener(line, column)` when the cursor moves. */
export function onCursor(editor, listener) {
    editor.onDidChangeCursorPosition(({ position }) => listener(position.lineNumber, position.column));
}

export function reveal(editor, line, column) {
    const position = editor.getModel().validatePosition({ lineNumber: line, column });
    editor.setPosition(position);
    editor.revealPositionInCenter(position);
    editor.focus();
}

/** Shows `problems`, each { line, column, endLine, endColumn, severity: "error" | "warning" | "info", code, text }; an empty list clears them. */
export function setProblems(editor, problems) {
    const severities = {
        error: monaco.MarkerSeverity.Error,
        warning: monaco.MarkerSeverity.Warning,
        info: monaco.MarkerSeverity.Info,
    };
    const model = editor.getModel();
    const markers = problems.map((problem) => {
        const word = model.getWordAtPosition({ lineNumber: problem.line, column: problem.column });
        return {
            startLineNumber: problem.line,
            startColumn: problem.column,
            endLineNumber: problem.endLine ?? problem.line,
            endColumn: problem.endColumn ?? word?.endColumn ?? problem.column + 1,
            severity: severities[problem.severity],
            code: problem.code,
            message: problem.text,
        };
    });
    monaco.editor.setModelMarkers(model, "compiler", markers);
}

export function setReadOnly(editor, readOnly) {
    editor.updateOptions({ readOnly });
}

/** Defines or redefines a theme from design tokens: `colors` as Monaco names them, `base` "vs" or "vs-dark". */
export function defineTheme(name, base, colors) {
    monaco.editor.defineTheme(name, { base, inherit: true, rules: [], colors });
}

export function setTheme(name) {
    monaco.editor.setTheme(name);
}
