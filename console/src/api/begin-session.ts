import type { ConsoleConfig } from './config.ts';
import { anonymousSession, type Session } from './session.ts';

/** The session that a console begins with: that of a user where users sign in, else one without a name. */
export async function beginSession({ signIn }: ConsoleConfig): Promise<Session> {
  if (signIn === undefined) return anonymousSession;
  const { beginUserSession } = await import('./user-session.ts');
  return await beginUserSession(signIn);
}
