import { forNodeAndBrowser } from "../../tools/build/tsup-browser";

/** The barrel, and what authors of registered things need. */
export default forNodeAndBrowser({ entry: ["src/index.ts", "src/spi.ts"] });
