/** A receipt in its parts: it stands for one receive of one message. */
export interface Receipt {
  readonly queueName: string;
  readonly sequence: number;
  /** How often the message had been received. */
  readonly receives: number;
  readonly messageId: string;
}

/** The handle of a receipt: URL-safe, so that clients which paste it into a URL unescaped get along with it. */
export function formatReceipt({ queueName, sequence, receives, messageId }: Receipt): string {
  return Buffer.from(`1 ${queueName} ${sequence} ${receives} ${messageId}`).toString('base64url');
}

/** @returns undefined for a text that is no handle. */
export function parseReceipt(handle: string): Receipt | undefined {
  const text = Buffer.from(handle, 'base64url').toString('latin1');
  const found = /^1 ([A-Za-z0-9_.-]+) (\d{1,15}) (\d{1,15}) ([0-9a-f-]{36})$/.exec(text);
  if (found === null || Buffer.from(text, 'latin1').toString('base64url') !== handle) return undefined;
  const [, queueName = '', sequence, receives, messageId = ''] = found;
  return { queueName, sequence: Number(sequence), receives: Number(receives), messageId };
}
