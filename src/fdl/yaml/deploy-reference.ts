/** The tag by which the original's deploy tool names a function of the same template. */
export const REFERENCE_TAG = '!Ref';

const REFERENCE = /^(?<service>[\w-]+(?:\.[\w-]+)?)\/(?<name>[\w-]+)$/;

/**
 * The ARN by which the deploy tool replaces `service/function` or `service.qualifier/function` before it uploads a
 * definition; undefined for any other value.
 */
export function referencedArn(value: string): string | undefined {
  const { service, name } = REFERENCE.exec(value)?.groups ?? {};
  return name === undefined ? undefined : `acs:fc:::services/${service}/functions/${name}`;
}
