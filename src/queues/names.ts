/** Region of every queue and topic of the embedded home. Clients may be configured for any region. */
export const REGION = 'us-east-1';

/** Account of every queue and topic of the embedded home. */
export const ACCOUNT = '000000000000';

const QUEUE_ARN = /^arn:aws:sqs:[^:]*:[^:]*:([^:]+)$/;

export function queueArn(name: string): string {
  return `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
}

/** The name in an ARN of a queue. @returns undefined when the text is no such ARN. */
export function queueNameOfArn(arn: string): string | undefined {
  return QUEUE_ARN.exec(arn)?.[1];
}
