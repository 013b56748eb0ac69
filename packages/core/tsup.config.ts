import { forNodeAndBrowser } from "../../tools/build/tsup-browser";

const entry = ["src/index.ts", "src/spi.ts"];

/** The barrel, and what authors of registered things need. */
export default forNodeAndBrowser({ entry }, { entry });
