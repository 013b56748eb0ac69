import { Registry, type PackageRegistrations } from "@x/core";
import { discoverPackages } from "@x/core/spi";
import { beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { useInstalledPackages } from "./packages-node";

vi.mock("@x/core/spi", async (original) => ({
  ...(await original<object>()),
  findProject: () => ({ folder: "/project" }),
  discoverPackages: vi.fn(),
}));

const found: PackageRegistrations[] = [
  { packageName: "plugin", misc: { "plugin.one": { schema: z.strictObject({}), create: () => 1 } } },
];
const search = vi.mocked(discoverPackages);
beforeEach(() => search.mockReset());

test("a second call waits for the search that the first one began", async () => {
  let end = (_: PackageRegistrations[]) => {};
  search.mockReturnValue(new Promise((resolve) => (end = resolve)));
  const registry = new Registry();
  const calls = [useInstalledPackages(registry), useInstalledPackages(registry)];
  const has = calls.map(async (call) => {
    await call;
    return registry.has("misc", "plugin.one");
  });
  await new Promise((resolve) => setTimeout(resolve));
  end(found);
  expect(await Promise.all(has)).toEqual([true, true]);
  expect(search).toHaveBeenCalledOnce();
});

test("a search that failed is made again, and fails again or finds what is there by then", async () => {
  const registry = new Registry();
  search.mockRejectedValue(new Error("damaged"));
  await expect(useInstalledPackages(registry)).rejects.toThrow("damaged");
  await expect(useInstalledPackages(registry)).rejects.toThrow("damaged");
  search.mockResolvedValue(found);
  await useInstalledPackages(registry);
  expect(registry.has("misc", "plugin.one")).toBe(true);
});
