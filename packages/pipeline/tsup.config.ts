import { forNodeAndBrowser } from "../../tools/build/tsup-browser";

/** One entry a reader, see the first line of each. */
export default forNodeAndBrowser({
  entry: ["src/index.ts", "src/components.ts", "src/export.ts", "src/files.ts", "src/spi.ts"],
});
