import { forNodeAndBrowser } from "../../tools/build/tsup-browser";

/** The barrel, and the test kit for layers of others as a second entry point. */
export default forNodeAndBrowser({
  entry: { index: "src/index.ts", "testing/index": "src/testing/index.ts" },
});
