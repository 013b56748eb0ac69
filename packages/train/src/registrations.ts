import { declaredIn, tableOf } from "@x/core/spi";
import * as augmenters from "./augmenters";
import * as batchers from "./batchers";
import { copyFromBaseModel } from "./callbacks/copy-from-base-model-node";
import * as loggers from "./loggers";
import * as readers from "./readers";

/** Everything that configs can name from this package. */
export const registrations = tableOf("@x/train", [
  copyFromBaseModel,
  ...declaredIn(augmenters, batchers, loggers, readers),
]);
