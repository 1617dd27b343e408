import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

/** Why an address is not called. */
export type EgressRefusal =
  | 'scheme_refused'
  | 'port_refused'
  | 'host_unresolvable'
  | 'address_refused'
  | 'plain_http_refused';

export type Egress =
  { readonly address: string; readonly family: 4 | 6 } | { readonly refusal: EgressRefusal };

/** Networks that the operator allows though they are not public, as `10.0.0.0/8` or a single address. */
export type AllowedNetworks = readonly string[];

export type Resolve = (host: string) => Promise<readonly string[]>;

export const resolveHost: Resolve = async (host) =>
  (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address);

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, network: string): boolean {
  const cidr = network.includes('/') ? network : `${network}/${network.includes(':') ? 128 : 32}`;
  const [base, length] = ipaddr.parseCIDR(cidr);
  return base.kind() === address.kind() && address.match(base, length);
}

/** Whether the operator allows it; `process` undoes IPv4 in the clothes of IPv6. */
export function isAllowed(text: string, allowed: AllowedNetworks): boolean {
  const address = ipaddr.process(text);
  return allowed.some((network) => isWithin(address, network));
}

/** Only `unicast` is the public address space; NAT64 and 6to4 would lead back inside by another name. */
export function isPublic(text: string): boolean {
  return ipaddr.process(text).range() === 'unicast';
}

/**
 * Where a call to `url` may go: one address that every resolved one stands for. A name with one public and one inner
 * address is refused whole. The caller connects to the answer and resolves nothing again, so that a name that is
 * pointed elsewhere meanwhile leads nowhere. Plain http only within allowed networks.
 */
export async function guardEgress(
  url: URL,
  allowed: AllowedNetworks,
  resolve: Resolve = resolveHost,
): Promise<Egress> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { refusal: 'scheme_refused' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = ipaddr.isValid(host) ? [host] : await resolve(host).catch(() => []);
  const [first] = addresses;
  if (first === undefined) return { refusal: 'host_unresolvable' };
  if (!addresses.every((each) => isAllowed(each, allowed) || isPublic(each))) {
    return { refusal: 'address_refused' };
  }
  if (url.protocol === 'http:' && !addresses.every((each) => isAllowed(each, allowed))) {
    return { refusal: 'plain_http_refused' };
  }
  return { address: first, family: first.includes(':') ? 6 : 4 };
}
