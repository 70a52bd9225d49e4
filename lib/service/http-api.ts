import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi as Api,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import { acknowledge } from './findings.ts';

/** Requests of all callers together, per second and at once; beyond them the gateway answers 429. */
const THROTTLE = { rateLimit: 500, burstLimit: 1_000 };

/** One line per request: caller, route and status, never a query, a header or a body. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    requestTime: '$context.requestTime',
    route: '$context.routeKey',
    path: '$context.path',
    status: '$context.status',
    gatewayError: '$context.error.responseType',
    integrationError: '$context.integrationErrorMessage',
    latencyMilliseconds: '$context.responseLatency',
    caller: '$context.identity.caller',
    sourceIp: '$context.identity.sourceIp',
  }),
);

const WHY_OPEN =
  'Such calls carry the signature of the original service, which no authorizer of the gateway knows; the function checks it.';

/** A function behind the gateway, which waits for it as long as HTTP APIs allow. */
export function integrationOf(handler: IFunction): HttpLambdaIntegration {
  return new HttpLambdaIntegration('Function', handler, { timeout: Duration.seconds(29) });
}

/**
 * The public door: RPC on `/`, whose calls the function checks by keys, and JSON on every other path, whose callers
 * IAM has checked.
 */
export class HttpApi extends Construct {
  readonly api: Api;
  /** Without a slash at the end: clients of the RPC protocol add their own. */
  readonly url: string;

  constructor(scope: Construct, id: string, handler: IFunction, alarms: Alarms) {
    super(scope, id);
    this.api = new Api(this, 'Api', { createDefaultStage: false });
    const integration = integrationOf(handler);
    this.addSignedPaths(['/'], integration);
    this.api.addRoutes({
      path: '/{proxy+}',
      methods: [HttpMethod.ANY],
      integration,
      authorizer: new HttpIamAuthorizer(),
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      detailedMetricsEnabled: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.#createAccessLog()),
        format: ACCESS_LOG,
      },
    });
    this.url = this.api.apiEndpoint;
    this.#addAlarms(alarms);
  }

  /** Opens paths whose callers the function behind them checks by their signatures. */
  addSignedPaths(paths: readonly string[], integration: HttpLambdaIntegration): void {
    for (const path of paths) {
      const authorizer = new HttpNoneAuthorizer();
      const routes = this.api.addRoutes({ path, methods: [HttpMethod.ANY], integration, authorizer });
      for (const route of routes) acknowledge(route, { 'AwsSolutions::AwsSolutions-APIG4': WHY_OPEN });
    }
  }

  #createAccessLog(): LogGroup {
    return new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  #addAlarms(alarms: Alarms): void {
    alarms.add('ServerErrors', {
      metric: this.api.metricServerError({ statistic: 'Sum' }),
      above: 0,
      minutes: 3,
      says: 'The API answers requests with status 5xx.',
      section: 'API errors',
    });
  }
}
