import { catalogue } from "../errors";
import { registryKinds } from "./kinds";

const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");

/** What the errors about unknown names have in common; also used for the problems of a config. */
export function unknownNameAdvice(advice: {
  readonly nearest: readonly string[];
  readonly install?: string;
  /** It is a name of spaCy's that no package of ours has. */
  readonly isNowhere?: boolean;
  readonly known: readonly string[];
}): string {
  if (advice.isNowhere === true)
    return "It is a name of spaCy's that no package of ours has: register one of your own with --code, or leave it out.";
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
export const errors = catalogue({
  unknownName: (kind: string, name: string, advice: string) =>
    `[RG01] The registry "${kind}" has no "${name}".${advice === "" ? "" : ` ${advice}`}`,
  registeredTwice: (kind: string, name: string, first: string, second: string) =>
    `[RG02] "${name}" in the registry "${kind}" is registered by two packages, ${first} and ${second}. Rename yours (for example "my.${name}"), or remove one of the packages.`,
  unknownRegistry: (kind: string, nearest: readonly string[]) =>
    `[RG03] There is no registry "${kind}".${nearest.length > 0 ? ` Did you mean ${list(nearest)}?` : ""} Registries: ${registryKinds.join(", ")}.`,
  unusableRegistrations: (packageName: string, path: string, problem: string) =>
    `[RG04] The package ${packageName} says it has registrations at ${path}, but ${problem}. Build or reinstall ${packageName}, or correct the field "x" of its package.json.`,
  wrongCoreVersion: (name: string, version: string, asked: string, running: string) =>
    `[RG06] ${name} ${version} was made for @x/core ${asked}, and this is ${running}. Install a version of ${name} for it (npm install ${name}@latest), or the versions of our packages that it asks for.`,
  twoCoreVersions: (
    core: { readonly folder: string; readonly version: string },
    fitting: readonly string[],
    others: readonly { readonly name: string; readonly copy: string; readonly version: string }[],
  ) =>
    `[RG07] Two versions of @x/core are installed, and parts of both cannot work together: ${core.version} in ${core.folder}${fitting.length > 0 ? `, used by ${fitting.join(", ")}` : ", which runs here"}; ${others.map(({ name, copy, version }) => `${version} in ${copy}, brought by ${name}`).join("; ")}. Update the packages so that one version fits all of them, then \`npm dedupe\`; \`npm ls @x/core\` shows who asks for which.`,
  unreadableManifest: (path: string, problem: string) =>
    `[RG05] ${path} cannot be read as a package.json: ${problem}.`,
  // Thrown by what a bundle for browsers has in the place of functions that need Node.js (tools/build/browser.ts).
  nodeOnly: (name: string) =>
    `[RG10] ${name} reads or writes files, which only Node.js can. In a browser, fetch the files and use loadFiles(), DocBin.fromBytes() and the like.`,
});
