// Registers a component that hangs or dies where its text says so; for tests of worker threads, which run the built packages.
import { registry } from "@x/core";
import { useInstalledPackages } from "@x/pipeline";
import { z } from "zod";

export async function register() {
  await useInstalledPackages(registry);
  const annotate = (doc) => {
    if (doc.text === "hang") for (;;);
    if (doc.text === "die") process.exit(3);
    return doc;
  };
  registry.register("factories", "trouble", { schema: z.object({}), create: () => annotate });
}
