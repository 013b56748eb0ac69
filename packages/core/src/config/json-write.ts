import { Float } from "../formats/msgpack-float";
import { type ConfigValue, isTable } from "./values";

/** A float as Python writes it: the shortest digits that read back, `1e-08`, `1e+22`, `1000.0`. */
function formatFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const [mantissa, power] = Math.abs(value).toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

const ascii = new TextDecoder();
/** Signs that are escaped at a time; each takes at most six bytes. */
const signsAtATime = 4096;
const escaped = new Uint8Array(signsAtATime * 6);

/** JSON.stringify escapes as Python does, but for what is not ASCII, and the delete sign. */
function writeString(text: string): string {
  const json = JSON.stringify(text);
  if (/^[ -~]*$/.test(json)) return json;
  // As bytes: a piece of text for each sign would take twenty times the memory.
  const parts: string[] = [];
  for (let from = 0; from < json.length; from += signsAtATime) parts.push(escapeAscii(json, from));
  return parts.join("");
}

function escapeAscii(json: string, from: number): string {
  const end = Math.min(json.length, from + signsAtATime);
  let size = 0;
  for (let i = from; i < end; i++) {
    const unit = json.charCodeAt(i);
    if (unit >= 0x20 && unit <= 0x7e) {
      escaped[size++] = unit;
      continue;
    }
    escaped[size++] = 0x5c;
    escaped[size++] = 0x75;
    for (let shift = 12; shift >= 0; shift -= 4) {
      const digit = (unit >> shift) & 15;
      escaped[size++] = digit < 10 ? 0x30 + digit : 0x57 + digit;
    }
  }
  return ascii.decode(escaped.subarray(0, size));
}

/** JSON as Python's `json.dumps` writes it: ASCII, a space after commas and colons. */
export function writeJson(value: ConfigValue): string {
  if (value === null) return "null";
  if (typeof value === "string") return writeString(value);
  if (typeof value === "number")
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : formatFloat(value);
  if (value instanceof Float) return formatFloat(value.value);
  if (isTable(value))
    return `{${[...value].map(([key, item]) => `${writeString(key)}: ${writeJson(item)}`).join(", ")}}`;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(", ")}]`;
  return `${value as number | bigint | boolean}`;
}
