import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';

/** The text of a secret, and which version of it that is. */
export interface Secret {
  readonly version: string;
  readonly text: string;
}

/** Reads secrets. Functions load this file when they first need a secret (`build/bundle.ts`): JSON calls need none. */
export class SecretClient {
  readonly #client: SecretsManagerClient;

  constructor(settings: SecretsManagerClientConfig = {}) {
    this.#client = new SecretsManagerClient(settings);
  }

  async read(secretArn: string): Promise<Secret> {
    const command = new GetSecretValueCommand({ SecretId: secretArn });
    const { SecretString: text = '', VersionId: version = '' } = await this.#client.send(command);
    return { version, text };
  }
}
