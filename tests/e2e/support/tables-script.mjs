// tables-script.mjs FOLDER COUNT...: scripts of so many tables of 30 columns each, as FOLDER/COUNT.sql.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = ["int NOT NULL", "nvarchar(80) NOT NULL", "decimal(12,2)", "datetime2", "bit NOT NULL", "varbinary(max)", "bigint"];

/** A script of this many tables with 30 columns each; every table but the first refers to the one before it. */
export function tablesScript(count) {
    const name = (index) => `dbo.Table${String(index).padStart(4, "0")}`;
    const table = (_, index) => {
        const columns = Array.from({ length: 28 }, (_, column) => `    Column${column} ${TYPES[(index + column) % TYPES.length]}`);
        const reference = index === 0 ? "Other int" : `Other int REFERENCES ${name(index - 1)} (Id)`;
        return `CREATE TABLE ${name(index)} (\n    Id int IDENTITY(1,1) NOT NULL PRIMARY KEY,\n    ${reference},\n${columns.join(",\n")}\n);\nGO\n`;
    };
    return Array.from({ length: count }, table).join("");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const [folder, ...counts] = process.argv.slice(2);
    for (const count of counts) writeFileSync(join(folder, `${count}.sql`), tablesScript(Number(count)));
}
