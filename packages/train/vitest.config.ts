export { default } from "../../tools/testing/vitest-base.ts";
