import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** The shortest lengths: what one customer of a provider may hold. Whatever is broader hits strangers. */
const broadest = { ipv4: 24, ipv6: 48 } as const;

// Whoever blocked one of these would block the gateway's own side.
const inward = new Set<string>([
  ...['private', 'loopback', 'linkLocal', 'uniqueLocal', 'unspecified', 'broadcast'],
  ...['multicast', 'carrierGradeNat'],
]);

/** Written whole: some read `1.2` and `0x7f.1` as addresses too. IPv4 in the clothes of IPv6 is refused. */
function parseAddress(text: string) {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? undefined : address;
}

function firstOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const cidr = `${address.toString()}/${bits}`;
  const first =
    address.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
      : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return first.toString();
}

/**
 * An address or a network that may be blocked, in its shortest form: `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/48`.
 * Undefined for what is none, is broader than /24 or /48, or does not lie in the public address space.
 */
export function blockableNetwork(text: string): string | undefined {
  const [, base = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = parseAddress(base);
  if (address === undefined || inward.has(address.range())) return undefined;
  const whole = address.toByteArray().length * 8;
  const bits = length === undefined ? whole : Number(length);
  if (bits < broadest[address.kind()] || bits > whole) return undefined;
  return bits === whole ? address.toString() : `${firstOf(address, bits)}/${bits}`;
}

export const networks = z.array(
  z.string().transform((text, context) => {
    const network = blockableNetwork(text.trim());
    if (network !== undefined) return network;
    const message = 'a public address, or a network no broader than /24 or /48, is wanted here';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }),
);
