import type { JsonValue } from '../../../common/json.ts';
import { invalidParameter } from '../topic-error.ts';

/** Reads `10.0.0.0/24`: whether a value is an IPv4 address of that network. */
export function cidrMatcher(key: string, network: string): (value: JsonValue | undefined) => boolean {
  const [address = '', bits = ''] = network.split('/');
  const base = addressOf(address);
  const length = Number(bits);
  if (base === undefined || !/^\d{1,2}$/.test(bits) || length > 32) {
    throw invalidParameter('FilterPolicy', `"${key}": cidr takes a network such as 10.0.0.0/24`);
  }
  const size = 2 ** (32 - length);
  return (value) => {
    const found = typeof value === 'string' ? addressOf(value) : undefined;
    return found !== undefined && Math.floor(found / size) === Math.floor(base / size);
  };
}

function addressOf(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}
