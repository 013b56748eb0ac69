export function bundleLock(folder: string): Promise<string>;
export function raceForLock(options: {
  readonly folder: string;
  readonly module: string;
  readonly racers: number;
  readonly entries: number;
  readonly seconds?: number;
  readonly seed: number;
}): Promise<{ readonly problems: string[]; readonly held: number; readonly killed: number }>;
