export { default } from "../../tools/testing/vitest-examples.ts";
