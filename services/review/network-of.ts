import ipaddr from 'ipaddr.js';

/** What one customer of a provider usually holds: /24 of IPv4, /56 of IPv6, as '192.0.2.0/24'. The text itself when it is no address. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) {
    return `${ipaddr.IPv4.networkAddressFromCIDR(`${parsed.toString()}/24`).toString()}/24`;
  }
  const plain = new ipaddr.IPv6(parsed.toByteArray());
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${plain.toString()}/56`).toString()}/56`;
}
