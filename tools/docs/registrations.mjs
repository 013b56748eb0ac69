// docs/architectures.md: every registered name with its arguments and defaults, from the schemas. And the check that none disappears.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { promise } from "./exports.mjs";
import { root } from "./markdown.mjs";

const pageFile = join(root, "docs/architectures.md");

/** Kind -> name -> package and registration, as the command line sees it without any plugin. */
async function registered() {
  const [{ registry }, { registryKinds }] = await Promise.all([import("@x/core"), import("@x/core/spi")]);
  const { usePackages } = await import("@x/cli");
  await usePackages({ terminal: { cwd: tmpdir(), env: { X_PROJECT: tmpdir() } } });
  return registryKinds
    .map((kind) => ({
      kind,
      rows: registry.names(kind).map((name) => ({
        name,
        packageName: registry.providerOf(kind, name),
        registration: registry.get(kind, name),
      })),
    }))
    .filter(({ rows }) => rows.length > 0);
}

function typeOf(schema, blockKinds) {
  const def = schema._zod?.def ?? {};
  const kinds = blockKinds.get(schema)?.kinds;
  if (kinds) return kinds.map((kind) => `@${kind}`).join(" or ");
  const inner = (each) => typeOf(each, blockKinds);
  switch (def.type) {
    case "optional":
    case "default":
    case "prefault":
    case "readonly":
    case "nonoptional":
      return inner(def.innerType);
    case "nullable":
      return `${inner(def.innerType)} or null`;
    case "union":
      return [...new Set(def.options.map(inner))].join(" or ");
    case "pipe":
      return inner(def.in);
    case "enum":
      return oneOf(Object.values(def.entries));
    case "literal":
      return oneOf(def.values);
    case "array":
      return `list of ${inner(def.element)}`;
    case "tuple":
      return `list of ${def.items.map(inner).join(", ")}`;
    case "record":
      return "table";
    case "object":
      return "table";
    case "int":
      return "integer";
    case "number":
      return /int/.test(schema._zod.bag?.format ?? def.format ?? "") ? "integer" : "number";
    case "string":
      return "text";
    case "boolean":
      return "true or false";
    case "null":
      return "null";
    case "custom":
    case "unknown":
    case "any":
      return "any";
    default:
      return def.type ?? "any";
  }
}

function defaultOf(schema) {
  for (let each = schema; each; each = each._zod?.def?.innerType) {
    const def = each._zod?.def;
    if (def?.type === "default" || def?.type === "prefault") return def.defaultValue;
  }
  return undefined;
}

function argumentsOf(registration, blockKinds) {
  const shape = registration.schema?.shape ?? {};
  return Object.entries(shape).map(([name, schema]) => {
    const value = defaultOf(schema);
    const optional = schema.isOptional?.() ?? false;
    const after = value !== undefined ? ` = ${show(value)}` : optional ? "" : " (required)";
    return `\`${name}\`: ${typeOf(schema, blockKinds)}${after}`;
  });
}

const show = (value) => {
  const text =
    JSON.stringify(value, (_, each) => (typeof each === "bigint" ? Number(each) : each)) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};
const oneOf = (values) => {
  const first = values
    .slice(0, 10)
    .map((value) => JSON.stringify(value))
    .join(", ");
  return values.length > 10 ? `${first} and ${values.length - 10} more` : first;
};
const escape = (text) => text.replaceAll("|", "\\|");

export async function architecturesPage() {
  const { blockKinds } = await import("@x/core/spi");
  const kinds = await registered();
  const parts = [
    `# Registered names

Everything that a config can refer to by name, with its arguments and defaults. This page is generated from the schemas (\`npm run docs-generate\`).
Names and arguments are spaCy's; differences are listed in [parity](parity.md). How it works: [registry](architecture/registry.md); your own
names: [plugins](guide/plugins.md).

${kinds.map(({ kind }) => `[${kind}](#${kind})`).join(" · ")}
`,
  ];
  for (const { kind, rows } of kinds) {
    parts.push(`## ${kind}\n\n| name | package | arguments |\n|---|---|---|`);
    for (const { name, packageName, registration } of rows) {
      const summary = registration.summary ? [registration.summary] : [];
      const text = [...summary, ...argumentsOf(registration, blockKinds)].join("<br>");
      parts.push(`| \`${name}\` | ${packageName} | ${escape(text)} |`);
    }
    parts.push("");
  }
  return `${parts.join("\n").trimEnd()}\n`;
}

export async function checkRegistrations() {
  const problems = [];
  const notices = [];
  const rows = (text) => new Map([...text.matchAll(/^(?:\| `([^`]+)` \|.*|## (\w+))$/gm)].reduce(
    ({ kind, entries }, [line, name, heading]) => {
      if (heading) return { kind: heading, entries };
      entries.push([`${kind} ${name}`, line]);
      return { kind, entries };
    },
    { kind: "", entries: [] },
  ).entries); // prettier-ignore
  const now = rows(await architecturesPage());
  const written = rows(existsSync(pageFile) ? readFileSync(pageFile, "utf8") : "");
  let changed = 0;
  for (const [name, line] of written) {
    if (!now.has(name)) problems.push(`docs/architectures.md: ${name} is no longer registered. ${promise}`);
    else if (now.get(name) !== line) changed++;
  }
  const fresh = [...now.keys()].filter((name) => !written.has(name));
  if (changed > 0)
    problems.push(
      `docs/architectures.md: ${changed} rows have other arguments or defaults than the schemas (npm run docs-generate)`,
    );
  if (fresh.length > 0)
    notices.push(
      `${fresh.length} new names are not in docs/architectures.md yet (npm run docs-generate): ${fresh.slice(0, 5).join(", ")}${fresh.length > 5 ? " ..." : ""}`,
    );
  return { count: now.size, problems, notices };
}

export { pageFile };
