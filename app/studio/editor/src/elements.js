// The controls of the page. Each import defines its custom element.
import "@vscode-elements/elements";
