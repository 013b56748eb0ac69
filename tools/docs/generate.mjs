// Writes the pages that come from the code: docs/architectures.md, docs/reference/errors.md and docs/reference/exports.txt. `npm run docs-generate`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { errorsPage, pageFile as errorsFile } from "./errors.mjs";
import { formatExports, listExports, listFile } from "./exports.mjs";
import { architecturesPage, pageFile } from "./registrations.mjs";
import { createProgram } from "./typescript.mjs";

mkdirSync(dirname(listFile), { recursive: true });
writeFileSync(listFile, formatExports(listExports(createProgram([]))));
writeFileSync(errorsFile, errorsPage());
writeFileSync(pageFile, await architecturesPage());
console.log("Written: docs/reference/exports.txt, docs/reference/errors.md, docs/architectures.md");
