// The first that a browser's own name holds: each names those that it wants to be taken for too.
const browsers: readonly (readonly [part: RegExp, name: string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/Chrom(?:e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [part: RegExp, name: string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** 'Firefox on Linux'; what cannot be told is left out, and a program is shown by the beginning of its own name. */
export function describeBrowser(userAgent: string): string {
  const browser = browsers.find(([part]) => part.test(userAgent))?.[1];
  const system = systems.find(([part]) => part.test(userAgent))?.[1];
  if (browser === undefined) return userAgent.slice(0, 40) || 'unknown browser';
  return system === undefined ? browser : `${browser} on ${system}`;
}
