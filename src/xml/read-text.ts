import { MalformedXml } from './malformed-xml.ts';

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The text that stands for a piece of XML without elements. @throws MalformedXml for an `&` that begins no entity. */
export function readText(xml: string): string {
  return xml.replace(/&([^;&]{0,12};?)/g, (whole, entity: string) => {
    const name = entity.slice(0, -1);
    const known =
      entity.endsWith(';') && Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : characterOf(name, entity);
    if (known === undefined) throw new MalformedXml(`The XML that you have sent has ${whole}.`);
    return known;
  });
}

function characterOf(name: string, entity: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name) ?? [];
  if (!entity.endsWith(';') || (hex === undefined && decimal === undefined)) return undefined;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}
