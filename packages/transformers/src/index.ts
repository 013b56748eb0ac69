export { registrations } from "./registrations";
