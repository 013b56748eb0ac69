import { Command } from "commander";
import { expect, it } from "vitest";
import { addOption, optionTerm, rewriteAliases } from "./options";

function command(): Command {
  const made = new Command("apply");
  addOption(made, { flags: ["--text-key", "-tk"], value: "key", help: "a key" });
  addOption(made, { flags: ["--output", "--output-path", "-o"], value: "path", help: "a path" });
  return made;
}

it("rewrites what commander does not know as an option's name", () => {
  const args = ["-tk", "body", "--output-path=out", "-o", "x", "--", "-tk"];
  expect(rewriteAliases(command(), args)).toEqual([
    "--text-key",
    "body",
    "--output=out",
    "-o",
    "x",
    "--",
    "-tk",
  ]);
});

it("shows all names in the help", () => {
  expect(command().options.map(optionTerm)).toEqual([
    "-tk, --text-key <key>",
    "-o, --output, --output-path <path>",
  ]);
});
