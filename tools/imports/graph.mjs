// Which file of a package imports which, and the circles among them.
import ts from "typescript";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** All sources of a folder, tests left out. */
function sources(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => join(folder, name));
}

/** The file that a relative import names. */
function fileOf(from, specifier) {
  const base = join(dirname(from), specifier);
  return [`${base}.ts`, join(base, "index.ts"), base].find(
    (path) => existsSync(path) && statSync(path).isFile(),
  );
}

/**
 * The imports between the files of a folder.
 *
 * @returns {{ from: string, to: string, kind: "value" | "type" | "dynamic" }[]} paths relative to the folder
 */
export function importsOf(folder) {
  const found = [];
  for (const file of sources(folder)) {
    const add = (specifier, kind) => {
      const to = specifier.startsWith(".") ? fileOf(file, specifier) : undefined;
      if (to !== undefined) found.push({ from: relative(folder, file), to: relative(folder, to), kind });
    };
    const visit = (node) => {
      if (
        (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
        node.moduleSpecifier !== undefined
      )
        add(node.moduleSpecifier.text, isOfTypes(node) ? "type" : "value");
      else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
        const [specifier] = node.arguments;
        if (ts.isStringLiteral(specifier)) add(specifier.text, "dynamic");
      } else if (ts.isImportTypeNode(node)) add(node.argument.literal.text, "type");
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest));
  }
  return found;
}

function isOfTypes(node) {
  const clause = ts.isImportDeclaration(node) ? node.importClause : node;
  if (clause === undefined || clause.isTypeOnly) return clause !== undefined;
  const named = ts.isImportDeclaration(node) ? clause.namedBindings : node.exportClause;
  const elements = named?.elements ?? [];
  return clause.name === undefined && elements.length > 0 && elements.every((element) => element.isTypeOnly);
}

/** The circles (strongly connected files, Tarjan 1972), the largest first. */
export function circlesOf(imports) {
  const next = new Map();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const [order, low, stack, circles] = [new Map(), new Map(), [], []];
  const visit = (file) => {
    order.set(file, order.size);
    low.set(file, order.get(file));
    stack.push(file);
    for (const other of next.get(file) ?? []) {
      if (!order.has(other)) visit(other);
      if (stack.includes(other)) low.set(file, Math.min(low.get(file), low.get(other)));
    }
    if (low.get(file) !== order.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const file of next.keys()) if (!order.has(file)) visit(file);
  return circles.sort((a, b) => b.length - a.length);
}
