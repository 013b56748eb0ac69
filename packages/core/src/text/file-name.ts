/** Devices that Windows opens under these names in every folder, whatever the suffix. */
const devices = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)/i;
/** Separators, and what Windows allows in no name (a colon opens another stream of a file there). */
const forbidden = /[\\/:*?"<>|\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/**
 * Whether a name that comes from outside may become one file or folder in a folder of ours, on every system: it leads nowhere else,
 * is no device, has no control characters, and comes back from the disk as it was.
 */
export function isFileName(name: string): boolean {
  if (name === "" || name === "." || name === ".." || forbidden.test(name) || devices.test(name))
    return false;
  // Windows drops dots and spaces at the end; half a surrogate pair is no text on any disk.
  if (/[. ]$|\p{Surrogate}/u.test(name)) return false;
  return name.length <= 255 && new TextEncoder().encode(name).length <= 255;
}

/** Whether a path that comes from outside, its parts divided by `/`, stays inside the folder that it is joined to, on every system. */
export function isPathInside(path: string): boolean {
  return path.length <= 4096 && path.split("/").every(isFileName);
}
