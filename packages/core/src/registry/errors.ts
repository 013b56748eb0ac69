import { catalogue } from "../errors";
import { registryKinds } from "./kinds";

const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");

/** What the errors about unknown names have in common; also used for the problems of a config. */
export function unknownNameAdvice(advice: {
  readonly nearest: readonly string[];
  readonly install?: string;
  readonly known: readonly string[];
}): string {
  const parts: string[] = [];
  if (advice.nearest.length > 0) parts.push(`Did you mean ${list(advice.nearest)}?`);
  if (advice.install !== undefined)
    parts.push(`The name is provided by ${advice.install}: run \`npm install ${advice.install}\`.`);
  else if (advice.nearest.length === 0)
    parts.push(
      advice.known.length === 0
        ? "Nothing is registered there yet: install the package that provides it, or register it with --code."
        : `Registered: ${advice.known.join(", ")}.`,
    );
  return parts.join(" ");
}

/** Errors of registries, and of the packages that fill them. */
export const error = catalogue({
  RG01: (kind: string, name: string, advice: string) =>
    `The registry "${kind}" has no "${name}". ${advice}`.trimEnd(),
  RG02: (kind: string, name: string, first: string, second: string) =>
    `"${name}" in the registry "${kind}" is registered by two packages, ${first} and ${second}. ` +
    `Rename yours (for example "my.${name}"), or remove one of the packages.`,
  RG03: (kind: string, nearest: readonly string[]) =>
    `There is no registry "${kind}".${nearest.length > 0 ? ` Did you mean ${list(nearest)}?` : ""} ` +
    `Registries: ${registryKinds.join(", ")}.`,
  RG04: (packageName: string, path: string, problem: string) =>
    `The package ${packageName} says it has registrations at ${path}, but ${problem}. ` +
    `Build or reinstall ${packageName}, or correct the field "x" of its package.json.`,
  RG06: (name: string, version: string, asked: string, running: string) =>
    `${name} ${version} was made for @x/core ${asked}, and this is ${running}. ` +
    `Install a version of ${name} for it (npm install ${name}@latest), or the versions of our packages that it asks for.`,
  RG07: (
    core: { readonly folder: string; readonly version: string },
    fitting: readonly string[],
    others: readonly { readonly name: string; readonly copy: string; readonly version: string }[],
  ) =>
    `Two versions of @x/core are installed, and parts of both cannot work together: ${core.version} in ${core.folder}` +
    `${fitting.length > 0 ? `, used by ${fitting.join(", ")}` : ", which runs here"}; ` +
    `${others.map(({ name, copy, version }) => `${version} in ${copy}, brought by ${name}`).join("; ")}. ` +
    `Update the packages so that one version fits all of them, then \`npm dedupe\`; \`npm ls @x/core\` shows who asks for which.`,
  RG05: (path: string, problem: string) => `${path} cannot be read as a package.json: ${problem}.`,
  // Thrown by what a bundle for browsers has in the place of functions that need Node.js (tools/build/browser.ts).
  RG10: (name: string) =>
    `${name} reads or writes files, which only Node.js can. In a browser, fetch the files and use loadFiles(), DocBin.fromBytes() and the like.`,
});
