/** The facts about its home that a console gets, by `config.json` beside `index.html`. */
export interface ConsoleConfig {
  /** Address of the API: absolute, or a path of this origin. It ends with a slash. */
  readonly endpoint: string;
  /** Where users sign in; absent where the API says itself what it wants. */
  readonly signIn?: SignIn;
}

/** An OpenID Connect provider with Cognito's paths. */
export interface SignIn {
  readonly issuer: string;
  /** Address of its pages, without a slash at the end. */
  readonly url: string;
  readonly clientId: string;
}

/** Reads the configuration; what cannot be read is that of a console served by the API itself. */
export async function loadConfig(): Promise<ConsoleConfig> {
  const fallback: ConsoleConfig = { endpoint: '/' };
  try {
    const response = await fetch(`${import.meta.env.BASE_URL}config.json`);
    return response.ok ? { ...fallback, ...(await response.json()) } : fallback;
  } catch {
    return fallback;
  }
}
