/** Loaded before a role with `--import`: its clock is CLOCK_SHIFT_MS ahead, or behind when that is negative. */
const shiftMs = Number(process.env['CLOCK_SHIFT_MS']);
if (!Number.isFinite(shiftMs)) throw new Error('CLOCK_SHIFT_MS is no number of ms.');
const systemNow = Date.now;
const now = () => systemNow() + shiftMs;

globalThis.Date = new Proxy(Date, {
  construct: (target, parts: readonly unknown[]) =>
    Reflect.construct(target, parts.length === 0 ? [now()] : parts) as Date,
  get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
});
