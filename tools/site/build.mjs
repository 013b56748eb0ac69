// The static site: docs/, the READMEs and the API from the doc comments, with search. `npm run docs:site` writes .cache/site.
//   npm run docs:site -- --no-api     without the API, faster
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { documents, root } from "../docs/markdown.mjs";
import { packages } from "../docs/exports.mjs";

const source = join(root, ".cache/site-source");
const output = join(root, ".cache/site");
rmSync(source, { recursive: true, force: true });

/** Where a page of the repository is on the site: docs/ is the root, READMEs are the index of their folder. */
const placeOf = (path) => path.replace(/^README\.md$/, "overview.md").replace(/^docs\//, "").replace(/README\.md$/, "index.md"); // prettier-ignore
const pages = new Map(documents().map((path) => [path, placeOf(path)]));

/** A link as it is on the site; undefined where what it leads to is not part of it. */
function targetOf(link, from) {
  if (/^[a-z]+:|^#/.test(link)) return link;
  const [file, anchor] = link.split("#");
  const path = normalize(join(dirname(from), file)).replace(/\/$/, "");
  const page =
    pages.get(path) ?? pages.get(`${path}/README.md`) ?? (path === "docs" ? "index.md" : undefined);
  if (page === undefined && folders.has(path))
    return `/${placeOf(`${path}/README.md`).replace(/index\.md$/, "")}`;
  return page && `/${page.replace(/index\.md$/, "")}${anchor === undefined ? "" : `#${anchor}`}`;
}

/** Folders of pages without a README get a list of their pages. */
const folders = new Map();
for (const path of pages.keys()) {
  const folder = dirname(path);
  if (folder === "." || pages.has(`${folder}/README.md`)) continue;
  folders.set(folder, [...(folders.get(folder) ?? []), path]);
}

const titleOf = (path) =>
  /^# (.*)/m.exec(readFileSync(join(root, path), "utf8"))?.[1].replaceAll("`", "") ?? path;

for (const [path, place] of pages) {
  const text = readFileSync(join(root, path), "utf8")
    .replaceAll(/^<!-- (?:check|setup): .* -->\n/gm, "")
    // HTML is off, as `<` in prose would be taken for a component.
    .replaceAll("<br>", " · ")
    .replaceAll(/<a id="[^"]*"><\/a>/g, "")
    .replaceAll(/(^|[^\\`])\[((?:`[^`\n]*`|[^\][`])*)\]\(([^()\s]+)\)/gm, (_, before, label, link) => {
      const target = targetOf(link, path);
      return `${before}${target === undefined ? label : `[${label}](${target})`}`;
    });
  write(place, text);
}
for (const [folder, list] of folders)
  write(placeOf(`${folder}/README.md`), `# ${folder.split("/").at(-1)}\n\n${list.map((path) => `- [${titleOf(path)}](/${pages.get(path)})`).join("\n")}\n`); // prettier-ignore

function write(place, text) {
  mkdirSync(dirname(join(source, place)), { recursive: true });
  writeFileSync(join(source, place), text);
}

const list = packages();
if (!process.argv.includes("--no-api")) run("typedoc", typedocArguments(), root);

function typedocArguments() {
  const tsconfig = join(source, "tsconfig.json");
  write("tsconfig.json", JSON.stringify({ extends: join(root, "tsconfig.base.json"), include: list.flatMap(({ entries }) => entries.map((entry) => entry.source)) })); // prettier-ignore
  return [
    ...["--plugin", "typedoc-plugin-markdown", "--out", join(source, "api"), "--tsconfig", tsconfig],
    ...[
      "--readme",
      "none",
      "--disableSources",
      "--excludeInternal",
      "--excludePrivate",
      "--skipErrorChecking",
    ],
    ...["--entryFileName", "index.md", "--name", "API", "--hideBreadcrumbs", "--logLevel", "Error"],
    ...["--basePath", root, "--outputFileStrategy", "modules", "--parametersFormat", "table"],
    ...list.flatMap(({ entries }) => entries.map((entry) => entry.source)),
  ];
}

const group = (text, folder) => ({
  text,
  collapsed: folder !== "docs/guide",
  items: [...pages]
    .filter(([path]) => dirname(path) === folder && !path.endsWith("README.md"))
    .map(([path, place]) => ({ text: titleOf(path), link: `/${place.replace(/\.md$/, "")}` })),
});
const readmes = (text, folder) => ({
  text,
  collapsed: true,
  items: [...pages]
    .filter(([path]) => path.startsWith(`${folder}/`))
    .map(([path, place]) => ({ text: titleOf(path), link: `/${place.replace(/index\.md$/, "")}` })),
});
const sidebar = [
  { text: "Overview", link: "/overview" },
  group("Guides", "docs/guide"),
  group("Reference", "docs"),
  group("Errors and sizes", "docs/reference"),
  readmes("Packages", "packages"),
  readmes("Examples", "examples"),
  ...(existsSync(join(source, "api")) ? [{ text: "API", link: "/api/" }] : []),
  group("Inside", "docs/architecture"),
  group("Decisions", "docs/decisions"),
];
const config = {
  title: "x",
  description: "Trainable NLP pipelines for Node.js that speak spaCy's language",
  outDir: output,
  cacheDir: join(root, ".cache/vitepress"),
  markdown: { html: false },
  themeConfig: { sidebar, search: { provider: "local" }, outline: [2, 3], nav: [{ text: "Guides", link: "/guide/first-pipeline" }, { text: "Registered names", link: "/architectures" }, { text: "Examples", link: "/examples/" }] }, // prettier-ignore
};
write(".vitepress/config.mjs", `export default ${JSON.stringify(config, null, 2)};\n`);
// The generator is found from the folder that it builds.
write("package.json", JSON.stringify({ private: true, type: "module" }));
run("vitepress", ["build", source], root);
console.log(
  `The site: ${relative(root, output)}, ${pages.size} pages and the API. Look at it: npx vitepress preview ${relative(root, source)}`,
);

function run(tool, args, cwd) {
  const { status } = spawnSync(join(root, "node_modules/.bin", tool), args, { cwd, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
