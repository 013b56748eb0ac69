import { forNodeAndBrowser } from "../../tools/build/tsup-browser";

/** The barrel, and what authors of components need. */
export default forNodeAndBrowser({ entry: ["src/index.ts", "src/spi.ts"] });
