import { forNodeAndBrowser } from "../../tools/build/tsup-browser";

/** The barrel, what authors of layers need, and the test kit for their layers. */
export default forNodeAndBrowser({
  entry: { index: "src/index.ts", spi: "src/spi.ts", "testing/index": "src/testing/index.ts" },
});
