/** A receipt handle of SQS as clients of the protocol may paste it into a URL unescaped. */
export function wireHandle(handle: string): string {
  return Buffer.from(handle).toString('base64url');
}

/** The handle of SQS that a client sends back. @returns undefined for a text that was never given out. */
export function sqsHandle(text: string): string | undefined {
  const handle = Buffer.from(text, 'base64url').toString();
  return handle !== '' && wireHandle(handle) === text ? handle : undefined;
}
