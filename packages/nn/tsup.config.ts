import base from "../../tools/build/tsup-base";

/** The barrel, and the test kit for layers of others as a second entry point. */
export default { ...base, entry: { index: "src/index.ts", "testing/index": "src/testing/index.ts" } };
