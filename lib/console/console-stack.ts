import { Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpRoute, HttpRouteKey, type IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { USERS_PATH } from '../../lambdas/environment.ts';
import type { Api } from '../service/api.ts';
import { ConsoleSite } from './console-site.ts';
import { ConsoleUsers } from './console-users.ts';

/** Props of the console: its service, and whether its users outlive the stack. */
export interface ConsoleStackProps extends StackProps {
  readonly api: Api;
  readonly isProtected: boolean;
}

/**
 * The web console of a service: the page, a pool of users, and their way to the API.
 *
 * A stack of its own, so that a service without it has no page, no pool and no third door.
 */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, id: string, { api, isProtected, ...props }: ConsoleStackProps) {
    super(scope, id, { description: 'fdl-on-aws: the web console', ...props });
    const users = new ConsoleUsers(this, 'Users', { isProtected });
    const signInUrl = users.domain.baseUrl();
    const gateway = this.#gatewayOf(api);
    const site = new ConsoleSite(this, 'Site', { api: gateway, signInUrl });
    const client = users.addClient('Client', site.url);
    this.#admitUsers(gateway, api, users, client);
    site.deploy({
      endpoint: USERS_PATH,
      signIn: {
        issuer: `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}/${users.pool.userPoolId}`,
        url: signInUrl,
        clientId: client.userPoolClientId,
      },
    });
    new CfnOutput(this, 'Url', { value: site.url, description: 'Address of the console' });
    new CfnOutput(this, 'UserPool', {
      value: users.pool.userPoolId,
      description: 'Nobody may sign in before you add users to this pool',
    });
  }

  /** The gateway as another stack sees it: routes that are added here belong to this stack. */
  #gatewayOf({ http }: Api): IHttpApi {
    const { apiId: httpApiId, apiEndpoint } = http.api;
    return HttpApi.fromHttpApiAttributes(this, 'Gateway', { httpApiId, apiEndpoint });
  }

  /** Lets users who have signed in call every operation as JSON on `/api/{Operation}`. */
  #admitUsers(httpApi: IHttpApi, { handler }: Api, { pool }: ConsoleUsers, client: UserPoolClient): void {
    new HttpRoute(this, 'Route', {
      httpApi,
      routeKey: HttpRouteKey.with(`${USERS_PATH}{operation}`, HttpMethod.POST),
      integration: new HttpLambdaIntegration('Function', handler),
      authorizer: new HttpUserPoolAuthorizer('Authorizer', pool, { userPoolClients: [client] }),
    });
  }
}
