const refusals = new Set(["EPERM", "EACCES", "EBUSY"]);

/** Lets the whole thread wait. */
export function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * On Windows a file cannot be renamed, replaced or removed while somebody has it open, such as a scanner of viruses; soon it can: the
 * action is tried again. Elsewhere a refusal is one.
 */
export function whileBusy<T>(action: () => T): T {
  for (let attempt = 0; ; attempt++) {
    try {
      return action();
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? "";
      if (process.platform !== "win32" || attempt === 20 || !refusals.has(code)) throw cause;
      pause(5 * (attempt + 1));
    }
  }
}
