// Circles among the files of each package, part of `npm run lint`: no circle of values beyond one folder, for its files could not be
// loaded in every order; none with types that is larger than a reader can hold.
//   node tools/imports/check-circles.mjs           checks
//   node tools/imports/check-circles.mjs --list    prints all circles with types
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { circlesOf, importsOf } from "./graph.mjs";

/** How many files a circle with types may have. */
const largest = 15;

const root = resolve(import.meta.dirname, "../..");
const list = process.argv.includes("--list");
const problems = [];
for (const name of readdirSync(join(root, "packages"))) {
  const folder = join(root, "packages", name, "src");
  if (!existsSync(folder)) continue;
  const imports = importsOf(folder);
  const ofValues = circlesOf(imports.filter(({ kind }) => kind === "value"));
  for (const circle of ofValues)
    if (new Set(circle.map((file) => file.split("/")[0])).size > 1)
      problems.push(`${name}: files of several folders import each other: ${circle.join(", ")}`);
  const all = circlesOf(imports);
  if (list) for (const circle of all) console.log(`${name}: ${circle.length} files: ${circle.join(", ")}`);
  if ((all[0]?.length ?? 0) > largest)
    problems.push(
      `${name}: ${all[0].length} files import each other, with types; at most ${largest} may. Let what the new import needs be a ` +
        `small interface (packages/pipeline/src/contracts), or move a type into a file of its own: ${all[0].join(", ")}`,
    );
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
