import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { run } from "../src/run";
import { fakeTerminal } from "./fake-terminal";

async function x(...args: string[]) {
  const terminal = fakeTerminal(tmpdir());
  return { code: await run(args, terminal), output: terminal.output, errors: terminal.errors };
}

const commands = [
  ["init", "config"],
  ["init", "fill-config"],
  ["init", "vectors"],
  ["vectors", "info"],
  ["vectors", "neighbours"],
  ["vectors", "plot"],
  ["convert"],
  ["train"],
  ["evaluate"],
  ["apply"],
  ["benchmark", "speed"],
  ["benchmark", "accuracy"],
  ["debug", "config"],
  ["debug", "data"],
  ["debug", "model"],
  ["debug", "diff-config"],
  ["init", "labels"],
  ["assemble"],
  ["visualize"],
  ["find-threshold"],
  ["find-function"],
  ["info"],
  ["download"],
  ["package"],
];

describe("help", () => {
  it("says what to do next where nothing was asked", async () => {
    const { code, output } = await x();
    expect(code).toBe(0);
    expect(output).toContain("x init config config.cfg");
  });

  it.each(commands)("explains %s %s", async (...path) => {
    const { code, output } = await x(...path.filter((word) => word !== undefined), "--help");
    expect(code).toBe(0);
    expect(output).toContain("Usage: x ");
    expect(output).toContain("Example");
  });

  it("shows every name of an option", async () => {
    expect((await x("apply", "--help")).output).toContain("-tk, --text-key <key>");
    expect((await x("train", "--help")).output).toContain("--output-path");
  });
});

describe("wrong usage ends with 2", () => {
  it("suggests the nearest command", async () => {
    const wrong = await x("trian", "config.cfg");
    expect(wrong.code).toBe(2);
    expect(wrong.errors).toContain("Did you mean train?");
    expect((await x("init", "confg", "-")).errors).toContain("Did you mean config?");
  });

  it.each([
    [["train"], "missing required argument"],
    [["train", "config.cfg", "--outptu", "out"], "unknown option"],
    [["apply", "a", "b", "c", "--batch-size", "0"], "whole number"],
    [["init", "config", "-", "--optimize", "speed"], "efficiency, accuracy"],
    [["init"], "fill-config"],
  ])("%j", async (args, text) => {
    const { code, errors } = await x(...args);
    expect(code).toBe(2);
    expect(errors).toContain(text);
  });
});

describe("errors end with 1", () => {
  it.each([
    [["train", "no-such.cfg"], "L100"],
    [["evaluate", "no-such", "no-such.spacy"], "L100"],
    [["apply", "no-such", "no-such.jsonl", "out.jsonl"], "L100"],
    [["convert", "no-such.jsonl", "out"], "L100"],
    [["convert", "no-such.jsonl"], "L201"],
    [["info", "no-such"], "L100"],
    [["debug", "config", "no-such.cfg"], "L100"],
  ])("%j", async (args, errorCode) => {
    const { code, errors } = await x(...args);
    expect(code).toBe(1);
    expect(errors).toContain(`[${errorCode}]`);
    expect(errors).not.toContain("    at ");
  });

  it("show where they happened when asked", async () => {
    expect((await x("train", "no-such.cfg", "--verbose")).errors).toContain("    at ");
  });
});
