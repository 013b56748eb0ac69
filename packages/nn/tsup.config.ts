import { forNodeAndBrowser } from "../../tools/build/tsup-browser";

/** The entry points by reader, and the test kit for layers. */
export default forNodeAndBrowser({
  entry: {
    index: "src/index.ts",
    files: "src/files.ts",
    graph: "src/graph.ts",
    runtime: "src/runtime.ts",
    spi: "src/spi.ts",
    "testing/index": "src/testing/index.ts",
  },
});
