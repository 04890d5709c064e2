/** True for an IPv4 address in dotted decimal form without leading zeros, or an IPv6 address: what Go's net.ParseIP takes. */
export function isIpAddress(text: string): boolean {
  return text.includes(':') ? isIpV6(text) : isIpV4(text);
}

function isIpV4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}

function isIpV6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1)?.at(-1) ?? '';
  const isMixed = last.includes('.');
  if (isMixed && !isIpV4(last)) return false;
  const all = groups.flat();
  const plain = isMixed ? all.slice(0, -1) : all;
  if (!plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const length = plain.length + (isMixed ? 2 : 0);
  return halves.length === 2 ? length < 8 : length === 8;
}
