// Validates reports against the schema: node json.mjs FOLDER_WITH_AJV SCHEMA REPORT...
// Fields that the schema does not name are refused too: a field that is written is a field that is documented.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [folder, schemaFile, ...files] = process.argv.slice(2);
const Ajv = createRequire(resolve(folder, "package.json"))("ajv/dist/2020").default;

/** The schema with every object closed. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)]);
  const own = Object.fromEntries(entries);
  if (own.type === "object" && own.properties) own.additionalProperties = false;
  return own;
}

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
const validate = ajv.compile(closed(JSON.parse(readFileSync(schemaFile, "utf8"))));
let failed = 0;
for (const file of files) {
  if (validate(JSON.parse(readFileSync(file, "utf8")))) continue;
  failed += 1;
  for (const error of validate.errors.slice(0, 5)) {
    console.error(`${file}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
  }
}
console.log(`JSON Schema: ${files.length} reports validated, ${failed} refused`);
process.exit(failed > 0 ? 1 : 0);
