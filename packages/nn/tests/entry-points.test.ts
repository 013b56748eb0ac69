import { declaredIn, tableOf } from "@x/core/spi";
import { expect, test } from "vitest";
import * as main from "../src/index";
import { registrations } from "../src/registrations";

// Losses are exported as classes, of which configs have several versions.
test.each(["layers", "initializers", "optimizers", "schedules", "runtimes"] as const)(
  "the main entry point exports all %s that a config can name",
  (kind) => {
    const exported = tableOf("@x/nn", declaredIn(main))[kind] ?? {};
    expect(Object.keys(exported).sort()).toEqual(Object.keys(registrations[kind] ?? {}).sort());
  },
);
