// Whether a plugin's declarations can name the types of what a package exports: a type that no entry point exports stops the plugin's build
// as soon as it exports something made of ours (`export const mine = multiHashEmbed.as(...)`).
import ts from "typescript";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Problems of the entry points, from `home`, where their package is installed. */
export function unnamedTypes(entries, home) {
  const files = entries.map((_, i) => join(home, `names-${i}.ts`));
  const write = (linesOf) => {
    entries.forEach(({ name }, i) =>
      writeFileSync(files[i], [`import * as all from "${name}";`, ...linesOf(files[i])].join("\n")),
    );
    return ts.createProgram(files, {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      strict: true,
      declaration: true,
      skipLibCheck: true,
      types: [],
    });
  };
  const first = write(() => ["export { all };"]);
  const second = write((file) =>
    valuesOf(first, file).map((value) => `export const ${value}_ = all.${value};`),
  );
  return second.getDeclarationDiagnostics().map(({ file, messageText }) => {
    const { name } = entries[files.findIndex((path) => file.fileName.endsWith(path.replaceAll("\\", "/")))];
    return `${name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

function valuesOf(program, file) {
  const checker = program.getTypeChecker();
  const [statement] = program.getSourceFile(file).statements;
  return checker
    .getExportsOfModule(checker.getSymbolAtLocation(statement.moduleSpecifier))
    .filter((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return (target.flags & ts.SymbolFlags.Value) !== 0;
    })
    .map(({ name }) => name);
}
