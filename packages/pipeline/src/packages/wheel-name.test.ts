import { expect, test } from "vitest";
import { parseWheelName, sameName, sameVersion } from "./wheel-name";

test.each([
  ["en_core_web_sm-3.8.0-py3-none-any.whl", "en_core_web_sm", "3.8.0"],
  ["en_core_web_sm-any-py3-none-any.whl", "en_core_web_sm", undefined],
  ["a.b-1.0rc1+local-1b-cp311.cp312-abi3-manylinux_2_17_x86_64.whl", "a.b", "1.0rc1+local"],
])("%s", (file, name, version) => expect(parseWheelName(file)).toEqual({ name, version }));

test.each([
  "w.whl",
  "en_core_web_sm.whl",
  "a-1.0.whl",
  "..-1.0-py3-none-any.whl",
  "a b-1-py3-none-any.whl",
  "",
])("%j is none", (file) => expect(parseWheelName(file)).toBeUndefined());

test("names and versions that mean the same", () => {
  expect(sameName("en_core-web.sm", "En--Core_Web_SM")).toBe(true);
  expect(sameName("en_core_web_sm", "en_core_websm")).toBe(false);
  for (const [a, b] of [
    ["3.8.0", "3.8.0"],
    ["1.0.0-rc.1", "1.0.0rc1"],
    ["1.0", "1.0.0"],
    ["v1.2", "1.2"],
    ["1.0alpha2", "1.0.0-a2"],
    ["1.0.0.dev3", "1.0.0dev3"],
    ["1.0+local.1", "1.0+local_1"],
  ])
    expect(sameVersion(a, b), `${a} ${b}`).toBe(true);
  for (const [a, b] of [
    ["3.8.0", "3.8.1"],
    ["1.0", "1.0rc1"],
    ["1.10", "1.1"],
    ["10", "1.0"],
  ])
    expect(sameVersion(a, b), `${a} ${b}`).toBe(false);
});
