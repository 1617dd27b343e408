import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { defineScript } from './lua-script.ts';
import type { Redis } from './redis-connection.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Records of one request that could not be read as they came, each one JSON. */
export interface QuarantinedRecords {
  readonly records: readonly string[];
  /** How many of them were refused, by the code of the error. */
  readonly codes: Readonly<Record<string, number>>;
}

export interface QuarantineEntry extends QuarantinedRecords {
  readonly id: string;
}

export interface QuarantineSummary {
  readonly records: number;
  readonly codes: Readonly<Record<string, number>>;
  /** Compressed, of `mostBytes` that are kept. */
  readonly bytes: number;
  readonly oldestAt: Date;
}

/** What is kept of one source, compressed. A source that is wrongly set up sends its whole traffic here. */
export const mostQuarantinedBytes = 33_554_432;
const keptMs = 30 * 86_400_000;

function keysOf(source: string): [entries: string, totals: string] {
  const tag = `{sw:quarantine:${source}}`;
  return [`${tag}:entries`, `${tag}:totals`];
}

// An entry holds its fields in this order; the hash of totals has the sums over all entries.
const accounting = `
local function count(sign, records, codes, body)
  redis.call('HINCRBY', KEYS[2], 'records', sign * records)
  redis.call('HINCRBY', KEYS[2], 'bytes', sign * #body)
  for code, times in pairs(cjson.decode(codes)) do
    redis.call('HINCRBY', KEYS[2], 'code:' .. code, sign * times)
  end
end
local function add(records, codes, body)
  redis.call('XADD', KEYS[1], '*', 'records', records, 'codes', codes, 'body', body)
  count(1, records, codes, body)
end
local function remove(entry)
  redis.call('XDEL', KEYS[1], entry[1])
  count(-1, entry[2][2], entry[2][4], entry[2][6])
end`;

// What is older than ARGV[5] makes room first, a few entries at a time; then the new one is kept if there is room.
const keepEntry = defineScript(`${accounting}
for _, old in ipairs(redis.call('XRANGE', KEYS[1], '-', ARGV[5], 'COUNT', 100)) do remove(old) end
local bytes = tonumber(redis.call('HGET', KEYS[2], 'bytes') or '0')
if bytes + #ARGV[3] > tonumber(ARGV[4]) then return 0 end
add(ARGV[1], ARGV[2], ARGV[3])
return 1`);

// What is left is added whether there is room or not: it was here before. Nothing is, when no entry is found any more.
const replaceEntries = defineScript(`${accounting}
local removed = 0
for index = 4, #ARGV do
  local found = redis.call('XRANGE', KEYS[1], ARGV[index], ARGV[index])
  if found[1] then
    remove(found[1])
    removed = removed + 1
  end
end
if removed > 0 and ARGV[1] ~= '0' then add(ARGV[1], ARGV[2], ARGV[3]) end
return removed`);

// Returns how many records went, at most those of 100 entries.
const expireEntries = defineScript(`${accounting}
local records = 0
for _, old in ipairs(redis.call('XRANGE', KEYS[1], '-', ARGV[1], 'COUNT', 100)) do
  records = records + tonumber(old[2][2])
  remove(old)
end
return records`);

async function encode({ records, codes }: QuarantinedRecords) {
  const body = await compress(records.join('\n'));
  return [records.length, JSON.stringify(codes), body] as const;
}

type Fields = readonly [string, Buffer, string, codes: Buffer, string, body: Buffer];
type RawEntry = readonly [id: Buffer, fields: readonly unknown[]];

async function decode([id, fields]: RawEntry): Promise<QuarantineEntry> {
  const [, , , codes, , body] = fields as Fields;
  return {
    id: id.toString(),
    codes: JSON.parse(codes.toString()) as Record<string, number>,
    records: (await decompress(body)).toString().split('\n'),
  };
}

function toSummary(oldestId: string, totals: Readonly<Record<string, string>>): QuarantineSummary {
  const codes = Object.entries(totals)
    .filter(([name, count]) => name.startsWith('code:') && count !== '0')
    .map(([name, count]) => [name.slice('code:'.length), Number(count)] as const);
  return {
    records: Number(totals['records']),
    bytes: Number(totals['bytes']),
    codes: Object.fromEntries(codes),
    oldestAt: new Date(Number(oldestId.split('-')[0])),
  };
}

export interface Quarantine {
  /**
   * Keeps records until a mended mapping or a newer version can read them, for 30 days. False when there was no room,
   * which is for the caller to count.
   */
  readonly keep: (refused: QuarantinedRecords) => Promise<boolean>;
  /** All that is kept, oldest first. */
  readonly read: () => Promise<QuarantineEntry[]>;
  /** Takes entries out and, in the same step, keeps what is left of them. */
  readonly replace: (ids: readonly string[], left: QuarantinedRecords) => Promise<void>;
  /** Drops what is older than 30 days and returns how many records that were. */
  readonly expire: () => Promise<number>;
  /** Undefined when nothing is kept. */
  readonly summarise: () => Promise<QuarantineSummary | undefined>;
}

interface QuarantineLimits {
  readonly maxBytes?: number;
  readonly clock?: () => number;
}

/** The quarantine of one source. Everything in it rejects when Redis does not answer. */
export function openQuarantine(
  redis: Redis,
  source: string,
  { maxBytes = mostQuarantinedBytes, clock = Date.now }: QuarantineLimits = {},
): Quarantine {
  const keys = keysOf(source);
  const [entriesKey, totalsKey] = keys;
  return {
    keep: async (refused) => {
      const values = [...(await encode(refused)), maxBytes, clock() - keptMs];
      return (await keepEntry(redis, keys, values)) === 1;
    },
    read: async () => {
      const found = (await redis.xrangeBuffer(entriesKey, '-', '+')) as unknown as RawEntry[];
      return Promise.all(found.map(decode));
    },
    replace: async (ids, left) => {
      await replaceEntries(redis, keys, [...(await encode(left)), ...ids]);
    },
    expire: async () => {
      let expired = 0;
      for (;;) {
        const records = Number(await expireEntries(redis, keys, [clock() - keptMs]));
        if (records === 0) return expired;
        expired += records;
      }
    },
    summarise: async () => {
      const [oldest] = await redis.xrange(entriesKey, '-', '+', 'COUNT', 1);
      return oldest && toSummary(oldest[0], await redis.hgetall(totalsKey));
    },
  };
}
