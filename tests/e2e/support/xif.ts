import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inflateSync } from "node:zlib";

const run = promisify(execFile);

/** The text of a default value, a length or a number of decimals, and the tree that stands beside it. */
export type Expression = { text: string; tree: Node };

/** A node of such a tree: its element, its attributes, the nodes inside. */
export type Node = { node: string; position: string; Type: string; value?: string; operator?: string; operands?: Node[] };

/** An attribute of a structure. Sources of a record stand by name. */
export type Attribute = {
    name: string;
    description: string;
    type: string;
    record: string[];
    mandatory: string;
    default: Expression;
    length: Expression;
    decimals: Expression;
};

/** An attribute of an entity. */
export type Column = Attribute & { originalName: string | null; originalType: string | null; autoNumber: string | null; ignore: string | null };

/** What the independent reader finds in a XIF; what has a key there stands here by name. */
export type Definition = {
    attributes: Record<string, string>;
    actions: {
        name: string;
        description: string;
        isFunction: string;
        icon: string | null;
        parameters: {
            direction: string;
            name: string;
            description: string;
            type: string;
            record: string[];
            mandatory: string | null;
            default: Expression;
        }[];
    }[];
    structures: { name: string; description: string; attributes: Attribute[] }[];
    entities: {
        name: string;
        description: string | null;
        table: string | null;
        database: string | null;
        identifier: string | null;
        convertsToNull: string | null;
        attributes: Column[];
    }[];
    resources: { path: string; description: string; deploy: string; base64: string }[];
};

/** The expression that has no text. */
export const empty: Expression = { text: "", tree: { node: "Empty", position: "1", Type: "rtNone" } };

/** The expression of a literal: its text, and the value and type that its tree has. */
export function literal(text: string, node: string, value: string): Expression {
    return { text, tree: { node, position: "1", value, Type: `rt${node}` } };
}

/** Reads a saved file with Python's zlib and XML parser. */
export async function definitionOf(path: string): Promise<Definition> {
    const script = fileURLToPath(new URL("xif.py", import.meta.url));
    const { stdout } = await run("python3", [script, path], { maxBuffer: 64 << 20 });
    return JSON.parse(stdout);
}

/** The definition as text, byte for byte, and the two values of its head that every save changes, taken out. */
export function textOf(packed: Buffer): { text: string; generation: number; lastModified: string } {
    const xml = inflateSync(packed).toString("utf8");
    const end = xml.indexOf(">", xml.indexOf("<Extension "));
    const head = xml.slice(0, end);
    const generation = / Generation="(\d+)"/.exec(head)?.[1];
    const lastModified = / LastModifiedUTC="([^"]*)"/.exec(head)?.[1];
    if (generation === undefined || lastModified === undefined) throw new Error("the head has no generation or time");
    const rest = head.replace(/ Generation="\d+"/, "").replace(/ LastModifiedUTC="[^"]*"/, "");
    return { text: rest + xml.slice(end), generation: Number(generation), lastModified };
}
