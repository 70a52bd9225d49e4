import { serve, type TestServer } from './http.ts';

/** The meaning of credentials: a role that was taken on, and the policy that narrows it. */
export interface Session {
  readonly roleArn: string;
  readonly policy: string;
}

/** A server of temporary credentials, and whose they are by access key id. */
export interface StsEmulator extends TestServer {
  readonly sessions: ReadonlyMap<string, Session>;
}

const HOUR_MS = 3_600_000;

/** Lets every caller take on any role: the replay of policies decides whether it may. */
export async function startSts(): Promise<StsEmulator> {
  const sessions = new Map<string, Session>();
  const server = await serve(async ({ body }) => {
    const form = new URLSearchParams(body.toString());
    const accessKeyId = `ASIA${String(sessions.size).padStart(16, '0')}`;
    sessions.set(accessKeyId, { roleArn: form.get('RoleArn') ?? '', policy: form.get('Policy') ?? '' });
    return { status: 200, headers: { 'content-type': 'text/xml' }, body: answer(accessKeyId) };
  });
  return { ...server, sessions };
}

function answer(accessKeyId: string): string {
  const expiration = new Date(Date.now() + HOUR_MS).toISOString();
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
<Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
}
