import { alphaLower } from "./character-classes";
import { PythonPattern } from "./python-pattern";

const octet = "25[0-5]";
const host = "A-Za-z0-9\\u00a1-\\uffff";

/** Pieces of an address, in order; the whole is Diego Perini's well-known pattern (MIT) as spaCy widened it. */
const pieces = {
  scheme: "(?:(?:[\\w\\+\\-\\.]{2,})://)?",
  user: "(?:\\S+(?::\\S*)?@)?",
  // Addresses of private networks are no URLs: 10/8, 127/8, 169.254/16, 192.168/16, 172.16/12.
  notPrivate: [
    "(?!(?:10|127)(?:\\.\\d{1,3}){3})",
    "(?!(?:169\\.254|192\\.168)(?:\\.\\d{1,3}){2})",
    "(?!172\\.(?:1[6-9]|2\\d|3[0-1])(?:\\.\\d{1,3}){2})",
  ].join(""),
  address: [
    "(?:[1-9]\\d?|1\\d\\d|2[01]\\d|22[0-3])",
    `(?:\\.(?:1?\\d{1,2}|2[0-4]\\d|${octet})){2}`,
    "(?:\\.(?:[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-4]))",
  ].join(""),
  domains: `(?:(?:[${host}][${host}_-]{0,62})?[${host}]\\.)+`,
  // Lower case only: "end.Next" is two words, not a host.
  topLevel: `(?:[${alphaLower}]{2,63})`,
  port: "(?::\\d{2,5})?",
  resource: "(?:[/?#]\\S*)?",
};

/** The pattern for whole tokens that are addresses of the web, in Python's syntax. */
export const urlPattern =
  `(?u)^${pieces.scheme}${pieces.user}` +
  `(?:${pieces.notPrivate}${pieces.address}|${pieces.domains}${pieces.topLevel})` +
  `${pieces.port}${pieces.resource}$`;

/** Matches whole tokens that are addresses of the web. */
export const urlMatch = new PythonPattern(urlPattern);
