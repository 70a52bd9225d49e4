import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
  type UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { acknowledge } from '../service/findings.ts';

/** Whether the users outlive the stack. */
export interface ConsoleUsersProps {
  readonly isProtected: boolean;
}

/** Time for which an idle user stays signed in, and for which one access token is valid. */
const SESSION = Duration.hours(12);
const ACCESS = Duration.minutes(30);

/**
 * The users of the console: none until an administrator adds them to the pool.
 *
 * They sign in on Cognito's own pages with a password of at least twelve characters and, if they wish, a second factor.
 */
export class ConsoleUsers extends Construct {
  readonly pool: UserPool;
  readonly domain: UserPoolDomain;

  constructor(scope: Construct, id: string, { isProtected }: ConsoleUsersProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: isProtected,
      removalPolicy: isProtected ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    // Unique in the region, and without words that Cognito keeps for itself.
    const domainPrefix = `fdl-console-${this.node.addr.slice(-8)}-${Aws.ACCOUNT_ID}`;
    this.domain = this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix } });
    acknowledge(this.pool, {
      'AwsSolutions::AwsSolutions-COG2':
        'A second factor is offered and not forced: administrators decide who joins, and may demand it in the pool.',
      'AwsSolutions::AwsSolutions-COG8':
        'Threat protection is a plan of its own price; who wants it switches the pool over.',
    });
  }

  /** A program that signs users in by code and PKCE, without a secret, and gets them back at `url`. */
  addClient(id: string, url: string): UserPoolClient {
    return this.pool.addClient(id, {
      generateSecret: false,
      authFlows: {},
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [url],
        logoutUrls: [url],
      },
      accessTokenValidity: ACCESS,
      idTokenValidity: ACCESS,
      refreshTokenValidity: SESSION,
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
  }
}
