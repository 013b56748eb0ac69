// docs/reference/errors.md: every code that the packages throw or warn with, from their catalogues. And the checks that codes are
// unique and used, and that none is in use that no catalogue has.
import ts from "typescript";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./markdown.mjs";

const pageFile = join(root, "docs/reference/errors.md");
const makers = new Set(["catalogue", "warningCatalogue"]);

/** The TypeScript files of the packages, tests left out. */
function sources() {
  return readdirSync(join(root, "packages")).flatMap((name) => {
    const folder = join(root, "packages", name, "src");
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => ({ path: join(folder, file), packageName: `@x/${name}` }));
  });
}

/** @returns {{ packageName: string, path: string, variable: string, title: string, rows: { name: string, code: string, message: string }[] }[]} */
function catalogues() {
  const found = [];
  for (const { path, packageName } of sources()) {
    const text = readFileSync(path, "utf8");
    if (!/[cC]atalogue\(\{/.test(text)) continue;
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    for (const statement of file.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const { name, initializer: call } = statement.declarationList.declarations[0];
      if (call === undefined || !ts.isCallExpression(call)) continue;
      if (!makers.has(call.expression.getText())) continue;
      const [doc] = ts.getJSDocCommentsAndTags(statement);
      const rows = call.arguments[0].properties.map(rowOf);
      found.push({ packageName, path, variable: name.text, title: titleOf(doc), rows });
    }
  }
  return found;
}

/** The first sentence of a catalogue's comment. */
function titleOf(doc) {
  return String(doc?.comment ?? "").split(/(?<=\.)\s/)[0];
}

/** The compiler sees to it that each message begins with its code. */
function rowOf(property) {
  const [, code, message] = /^\[(\w+)\] (.*)$/s.exec(render(property.initializer.body));
  return { name: property.name.text, code, message: message.trim() };
}

/** A message with *placeholders*, which are named as the parameters are. */
function render(node) {
  if (ts.isStringLiteralLike(node)) return literal(node.text);
  if (ts.isTemplateExpression(node))
    return (
      literal(node.head.text) +
      node.templateSpans.map((span) => render(span.expression) + literal(span.literal.text)).join("")
    );
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return render(node.left) + render(node.right);
  if (ts.isParenthesizedExpression(node)) return render(node.expression);
  if (ts.isConditionalExpression(node)) return either(render(node.whenTrue), render(node.whenFalse));
  if (ts.isBlock(node)) return render(node.statements.at(-1).expression);
  const text = stringMethod(node);
  if (text !== undefined) return render(text);
  return `*${nameOf(node)}*`;
}

const literal = (text) => text.replaceAll("*", "\\*");

/** What `"...".trimEnd()` is called on. */
function stringMethod(node) {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression, name } = node.expression;
  return /^trim/.test(name.text) ? expression : undefined;
}

/** Of two ways to put it, both, where each says something. */
function either(a, b) {
  if (a.trim() === "" || b.trim() === "") return a + b;
  return a === b ? a : `${a} / ${b}`;
}

/** The parameter that an expression is about: its first lower-case name that is no function. */
function nameOf(node) {
  let name;
  const visit = (each) => {
    if (name !== undefined) return;
    if (ts.isCallExpression(each)) {
      const [argument] = each.arguments;
      if (ts.isPropertyAccessExpression(each.expression)) return visit(each.expression.expression);
      if (argument !== undefined) return visit(argument);
    }
    if (ts.isPropertyAccessExpression(each)) return visit(each.expression);
    if (ts.isIdentifier(each)) name = each.text;
    else ts.forEachChild(each, visit);
  };
  visit(node);
  return (name ?? "value").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The first sentence says what is wrong, the others why and what to do. */
function split(message) {
  const flat = message.replace(/\s*\n\s*/g, " ");
  const end = /[.?](?=\s+(?:[A-Z*"`[]|$))/.exec(flat);
  if (end === null) return [flat, ""];
  return [flat.slice(0, end.index + 1), flat.slice(end.index + 1).trim()];
}

const cell = (text) =>
  text
    .replaceAll("|", "\\|")
    .replaceAll("<", "&lt;")
    .replaceAll("**", "* *")
    .replace(/`[^`]*`/g, inCode);

/** Code shows what it holds: placeholders in capitals there. */
const inCode = (span) =>
  span
    .replace(/(?<!\\)\*([^*]+)\*/g, (_, name) => name.toUpperCase())
    .replaceAll("\\*", "*")
    .replaceAll("&lt;", "<");

export function errorsPage() {
  const parts = [
    `# Errors and warnings

Every error that the packages throw deliberately is an \`XError\` with a stable \`code\`, and its message begins with the code: \`[P001] ...\`. Warnings
are passed to \`onWarning\` as \`{ code, message }\`. This page is generated from the catalogues (\`npm run docs-generate\`); *italic words*
are placeholders for actual values.
`,
  ];
  let section = "";
  for (const { packageName, title, rows } of catalogues()) {
    if (section !== packageName) parts.push(`## ${(section = packageName)}\n`);
    parts.push(`${title}\n\n| code | what is wrong | why, and what to do |\n|---|---|---|`);
    const sorted = [...rows].sort((a, b) => (a.code < b.code ? -1 : 1));
    for (const { code, message } of sorted)
      parts.push(`| ${code} | ${split(message).map(cell).join(" | ")} |`);
    parts.push("");
  }
  return `${parts.join("\n").trimEnd()}\n`;
}

/** Codes that a package has twice, that nothing uses, or that are in no catalogue; a page that is out of date. */
export function checkErrors() {
  const problems = [];
  const all = catalogues();
  const known = new Map();
  for (const { packageName, path, title, rows } of all) {
    if (title === "")
      problems.push(`${relative(root, path)}: the catalogue has no comment that says what it is of`);
    for (const { code } of rows) {
      const packages = known.get(code) ?? [];
      if (packages.includes(packageName))
        problems.push(`${relative(root, path)}: ${code} is there twice in ${packageName}`);
      known.set(code, [...packages, packageName]);
    }
  }
  const used = new Set();
  const shapes = new Set(
    [...known.keys()].map((code) => code.replace(/\d+/, ({ length }) => `\\d{${length}}`)),
  );
  const quoted = new RegExp(`["'\`[](${[...shapes].join("|")})(?=["'\`\\]])`, "g");
  const browser = { path: join(root, "tools/build/browser.ts"), packageName: "@x/core" };
  for (const { path, packageName } of [...sources(), browser]) {
    const text = withoutComments(readFileSync(path, "utf8"));
    for (const [, variable, name] of text.matchAll(/\b(\w*(?:[eE]rrors|[wW]arnings))\.(\w+)/g))
      used.add(`${packageName} ${variable}.${name}`);
    for (const [, code] of text.matchAll(quoted))
      if (!known.has(code)) problems.push(`${relative(root, path)}: ${code} is in no catalogue`);
  }
  for (const { packageName, variable, rows } of all)
    for (const { name, code } of rows)
      if (!used.has(`${packageName} ${variable}.${name}`))
        problems.push(`${packageName}: nothing uses ${variable}.${name} (${code})`);
  if (!existsSync(pageFile) || readFileSync(pageFile, "utf8") !== errorsPage())
    problems.push("docs/reference/errors.md is out of date (npm run docs-generate)");
  return { count: known.size, problems };
}

const withoutComments = (text) => text.replace(/^\s*(?:\/\*\*?|\*|\/\/).*$/gm, "");

export { pageFile };
