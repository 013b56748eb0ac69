import { errorCode } from "@x/core";
import { describe, expect, it } from "vitest";
import { environmentOverrides, splitShell, takeOverrides } from "./overrides";

const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (problem) {
    return errorCode(problem);
  }
  return undefined;
};

describe("settings of the config among the arguments", () => {
  it("leaves the command's own options where they were", () => {
    const { rest, overrides } = takeOverrides([
      "config.cfg",
      "--output",
      "out",
      "--training.max_steps",
      "5",
      "-g",
      "-1",
    ]);
    expect(rest).toEqual(["config.cfg", "--output", "out", "-g", "-1"]);
    expect(overrides).toEqual({ "training.max_steps": 5 });
  });

  it("reads values as JSON where they are, else as text", () => {
    const { overrides } = takeOverrides([
      ...["--paths.train", "corpus/train.spacy", "--nlp.pipeline", '["tagger"]'],
      ...["--training.dropout=0.2", "--nlp.tokenizer.fast", "--training.patience", "-1"],
    ]);
    expect(overrides).toEqual({
      "paths.train": "corpus/train.spacy",
      "nlp.pipeline": ["tagger"],
      "training.dropout": 0.2,
      "nlp.tokenizer.fast": true,
      "training.patience": -1,
    });
  });

  it("does not take an option's path for a setting", () => {
    expect(takeOverrides(["--output=out.dir/x", "--code", "my.layers.ts"]).overrides).toEqual({});
  });
});

describe("settings in the environment", () => {
  it("are split as a shell would", () => {
    expect(splitShell(`--a.b "x y" --c.d='"z"' e\\ f`)).toEqual(["--a.b", "x y", '--c.d="z"', "e f"]);
    expect(environmentOverrides({ SPACY_CONFIG_OVERRIDES: '--paths.train "my corpus/train.spacy"' })).toEqual(
      {
        "paths.train": "my corpus/train.spacy",
      },
    );
    expect(environmentOverrides({})).toEqual({});
  });

  it("refuses anything else", () => {
    expect(codeOf(() => environmentOverrides({ SPACY_CONFIG_OVERRIDES: "--output out" }))).toBe("L002");
    expect(codeOf(() => environmentOverrides({ SPACY_CONFIG_OVERRIDES: "--a.b 'x" }))).toBe("L007");
  });
});
