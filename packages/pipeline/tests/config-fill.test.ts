import { readFileSync } from "node:fs";
import { parseConfig } from "@x/core";
import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { fillPipelineConfig } from "../src/language/build/fill-config";
import { spacyRegistry } from "./config-registrations";

const golden = openGolden("core");
const registry = spacyRegistry(golden.file("core/config/registrations.json")!);

describe("filling a config gives spaCy's text", () => {
  for (const { id, path } of golden.find(/^core\/config\/fill\/[^.]*\.cfg$/))
    for (const [suffix, pretraining] of [
      ["filled", false],
      ["pretraining", true],
    ] as const)
      golden.case(id.replace(/cfg$/, `${suffix}.cfg`), () => {
        const config = parseConfig(readFileSync(path, "utf8"), { interpolate: false });
        const wanted = readFileSync(path.replace(/cfg$/, `${suffix}.cfg`), "utf8");
        const filled = fillPipelineConfig(config, { registry, pretraining });
        expect(filled.toString()).toBe(wanted.trimEnd());
        // Filling what is filled changes nothing.
        expect(fillPipelineConfig(filled, { registry, pretraining }).toString()).toBe(filled.toString());
      });
});
