// Writes the pages that come from the code: docs/architectures.md and docs/reference/exports.txt. `npm run docs-generate`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { formatExports, listExports, listFile } from "./exports.mjs";
import { architecturesPage, pageFile } from "./registrations.mjs";
import { createProgram } from "./typescript.mjs";

mkdirSync(dirname(listFile), { recursive: true });
writeFileSync(listFile, formatExports(listExports(createProgram([]))));
writeFileSync(pageFile, await architecturesPage());
console.log("Written: docs/reference/exports.txt, docs/architectures.md");
