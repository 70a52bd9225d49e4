import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { contentSecurityPolicy } from '../../src/api/content-security-policy.ts';
import { acknowledgeDeploymentHandler } from '../service/deployment-handler.ts';
import { acknowledge } from '../service/findings.ts';

const BUILT = fileURLToPath(new URL('../../console/dist', import.meta.url));
const ROUTER = fileURLToPath(new URL('console-router.js', import.meta.url));

/** Where the site lies in its own origin; the same as in the embedded home. */
const PATH = 'console';

/** Props of the site. */
export interface ConsoleSiteProps {
  readonly api: IHttpApi;
  /** Where users sign in: the page may connect there, and to its own origin. */
  readonly signInUrl: string;
}

/**
 * The pages of the console: static files behind CloudFront, which also carries the page's calls to the API, so that everything
 * the page talks to, but for the sign-in, has its own origin.
 */
export class ConsoleSite extends Construct {
  /** Ends with a slash. */
  readonly url: string;
  readonly #bucket: IBucket;
  readonly #distribution: Distribution;

  constructor(scope: Construct, id: string, { api, signInUrl }: ConsoleSiteProps) {
    super(scope, id);
    if (!existsSync(BUILT)) throw new Error(`The console is not built: run npm run console (no ${BUILT})`);
    this.#bucket = new Bucket(this, 'Files', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    }) as IBucket;
    this.#distribution = this.#createDistribution(api, signInUrl);
    this.url = `https://${this.#distribution.distributionDomainName}/${PATH}/`;
    this.#acknowledgeFindings();
  }

  /** Copies the files into the bucket, with the page's configuration. */
  deploy(config: Readonly<Record<string, unknown>>): void {
    new BucketDeployment(this, 'Deployment', {
      sources: [Source.asset(BUILT), Source.jsonData('config.json', config)],
      destinationBucket: this.#bucket,
      destinationKeyPrefix: PATH,
      // The names of assets change with their content; everything else is asked for again.
      cacheControl: [CacheControl.noCache()],
      distribution: this.#distribution,
      distributionPaths: [`/${PATH}/*`],
    });
    acknowledgeDeploymentHandler(this, this.#bucket);
  }

  #createDistribution(api: IHttpApi, signInUrl: string): Distribution {
    const responseHeadersPolicy = this.#createHeaders(signInUrl);
    const { region, urlSuffix } = Stack.of(this);
    const domain = `${api.apiId}.execute-api.${region}.${urlSuffix}`;
    return new Distribution(this, 'Distribution', {
      comment: 'Console of fdl-on-aws',
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.#bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy,
        functionAssociations: [
          { function: this.#createRouter(), eventType: FunctionEventType.VIEWER_REQUEST },
        ],
      },
      additionalBehaviors: {
        '/api/*': {
          origin: new HttpOrigin(domain, { readTimeout: Duration.seconds(30) }),
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          responseHeadersPolicy,
        },
      },
    });
  }

  #createRouter(): EdgeFunction {
    return new EdgeFunction(this, 'Router', {
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromFile({ filePath: ROUTER }),
      comment: 'Every page of the console is its index.html',
    });
  }

  #createHeaders(signInUrl: string): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(signInUrl), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
      },
    });
  }

  #acknowledgeFindings(): void {
    const noLogs =
      'What is called is logged by the gateway; the files themselves are no secret and nobody counts their readers.';
    acknowledge(this.#bucket, { 'AwsSolutions::AwsSolutions-S1': noLogs });
    acknowledge(this.#distribution, {
      'AwsSolutions::AwsSolutions-CFR1': 'Users may be anywhere.',
      'AwsSolutions::AwsSolutions-CFR2':
        'The files hold no secret and every call needs a token; a firewall can be put in front.',
      'AwsSolutions::AwsSolutions-CFR3': noLogs,
      'AwsSolutions::AwsSolutions-CFR4':
        'The certificate is that of CloudFront, as the site has no name of its own.',
    });
  }
}
