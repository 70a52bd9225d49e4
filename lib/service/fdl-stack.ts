import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ENVIRONMENT } from '../../lambdas/environment.ts';
import { exportService, type FlowService } from '../flow/flow-service.ts';
import { Alarms } from './alarms.ts';
import { Api } from './api.ts';
import { BindingsLayer } from './bindings-layer.ts';
import { shareConcurrency } from './concurrency.ts';
import { Dashboard } from './dashboard.ts';
import { Data } from './data.ts';
import { Driver, FLOW_ROLE_PATH } from './driver.ts';
import { Mns } from './mns.ts';
import {
  grantKeepBlobs,
  grantKeepFlows,
  grantLeadAliases,
  grantListFlows,
  grantNoteFirings,
  grantPutEvents,
  grantReadFlows,
  grantSend,
  grantUseExecutions,
} from './permissions.ts';
import { Registrar } from './registrar.ts';
import { readSettings, type Settings } from './settings.ts';
import { Timers } from './timers.ts';

/**
 * The whole service in one stack, deployed and rolled back as one. `Data`, which may outlive it, is a construct of its own.
 */
export class FdlStack extends Stack {
  /** This service as `Flow` constructs refer to it. */
  readonly service: FlowService;
  /** The API, which the console of this service calls. */
  readonly api: Api;
  readonly #data: Data;
  readonly #timers: Timers;
  readonly #driver: Driver;
  readonly #registrar: Registrar;

  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id, { description: 'fdl-on-aws: flows in the Flow Definition Language', ...props });
    const settings = readSettings(this.node);
    const alarms = new Alarms(this, 'Alarms');
    const { production: isProtected, customerKey: hasCustomerKey, retention: retentionDays } = settings;
    this.#data = new Data(this, 'Data', { alarms, isProtected, hasCustomerKey, retentionDays });
    const { dispatch, replies, accessKeys } = this.#data;
    this.#timers = new Timers(this, 'Timers', dispatch, alarms);

    const environment = this.#environmentOf(settings);
    const shares = shareConcurrency(this, settings);
    this.#driver = new Driver(this, 'Driver', {
      alarms,
      dispatchQueue: dispatch.queue,
      replyQueue: replies.queue,
      environment,
      maxConcurrency: { dispatch: shares.drivers, replies: shares.replies },
    });
    this.api = new Api(this, 'Api', { alarms, accessKeys, environment, reserved: shares.api });
    this.#registrar = new Registrar(this, 'Registrar', environment);
    const mns = settings.mns
      ? [
          new Mns(this, 'Mns', {
            alarms,
            accessKeys,
            environment,
            http: this.api.http,
            reserved: shares.workers,
          }),
        ]
      : [];
    this.#addBindings(settings, mns);
    this.#grantAccess();
    this.#tellOfExecutions(settings);
    this.#traceExecutions(settings);
    // A driver must be able to read the messages of the others.
    for (const { handler } of [this.api, this.#registrar]) handler.node.addDependency(this.#driver.handler);

    new Dashboard(this, 'Dashboard', {
      alarms,
      api: this.api.http,
      dispatch,
      driver: this.#driver.handler,
    });
    this.service = exportService(this, {
      registrarArn: this.#registrar.handler.functionArn,
      dispatchQueueArn: dispatch.queue.queueArn,
      deadLetterQueueArn: dispatch.deadLetters.queueArn,
      replyQueueArn: replies.queue.queueArn,
      driverRoleArn: this.#driver.role.roleArn,
    });
    this.#addOutputs();
  }

  #environmentOf({ limits, retention, flowCounts }: Settings): Readonly<Record<string, string>> {
    const { tables, blobs, dispatch } = this.#data;
    return {
      [ENVIRONMENT.executionsTable]: tables.executions.tableName,
      [ENVIRONMENT.flowsTable]: tables.flows.tableName,
      [ENVIRONMENT.blobsBucket]: blobs.bucket.bucketName,
      [ENVIRONMENT.dispatchQueueUrl]: dispatch.queue.queueUrl,
      [ENVIRONMENT.dispatchQueueArn]: dispatch.queue.queueArn,
      [ENVIRONMENT.deadLetterQueueArn]: dispatch.deadLetters.queueArn,
      [ENVIRONMENT.scheduleGroup]: this.#timers.group.scheduleGroupName,
      [ENVIRONMENT.schedulerRoleArn]: this.#timers.role.roleArn,
      [ENVIRONMENT.rolePaths]: FLOW_ROLE_PATH,
      [ENVIRONMENT.limitsProfile]: limits,
      [ENVIRONMENT.retentionDays]: String(retention),
      ...(flowCounts && { [ENVIRONMENT.flowCounts]: 'true' }),
    };
  }

  #addBindings({ bindings }: Settings, mns: readonly Mns[]): void {
    if (Object.keys(bindings).length === 0) return;
    const layer = new BindingsLayer(this, 'Bindings', bindings);
    for (const { handler } of [this.#driver, this.api, this.#registrar, ...mns]) layer.addTo(handler);
  }

  /** Grants each function its rights; docs/internals/security.md gives the reasons. */
  #grantAccess(): void {
    const { tables, blobs, dispatch } = this.#data;
    const [driver, api, registrar] = [this.#driver, this.api, this.#registrar];
    grantUseExecutions(tables.executions, driver.handler);
    for (const { handler } of [driver, api]) grantKeepBlobs(blobs.bucket, handler);
    grantReadFlows(tables.flows, driver.handler);
    grantNoteFirings(tables.flows, driver.handler);
    grantUseExecutions(tables.executions, api.handler);
    grantKeepFlows(tables.flows, api.handler);
    grantListFlows(tables.flows, api.handler);
    grantLeadAliases(tables.flows, api.handler);
    grantKeepFlows(tables.flows, registrar.handler);
    grantLeadAliases(tables.flows, registrar.handler);
    for (const { handler } of [driver, api, registrar]) grantSend(dispatch.queue, handler);
    this.#timers.grantArm(driver.handler);
    this.#timers.grantKeepSchedules(api.handler);
    this.#timers.grantKeepSchedules(registrar.handler);
  }

  #tellOfExecutions({ events, eventBus }: Settings): void {
    if (events.length === 0) return;
    const { handler } = this.#driver;
    handler.addEnvironment(ENVIRONMENT.eventBus, eventBus);
    handler.addEnvironment(ENVIRONMENT.eventChanges, events.join(','));
    grantPutEvents(this, eventBus, handler);
  }

  /** Spans leave over HTTP, so no right is needed; a collector in a layer writes to X-Ray, as every function may. */
  #traceExecutions({ traces, tracesLayer }: Settings): void {
    if (traces === undefined) return;
    for (const { handler } of [this.#driver, this.api])
      handler.addEnvironment(ENVIRONMENT.tracesEndpoint, traces);
    const { handler } = this.#driver;
    handler.addEnvironment('OTEL_SERVICE_NAME', this.stackName);
    // A receiver that is away must not hold up messages for long.
    handler.addEnvironment('OTEL_EXPORTER_OTLP_TIMEOUT', '3000');
    if (tracesLayer !== undefined)
      handler.addLayers(LayerVersion.fromLayerVersionArn(this, 'TracesLayer', tracesLayer));
  }

  #addOutputs(): void {
    new CfnOutput(this, 'Url', { value: this.api.http.url, description: 'Address of the API' });
    new CfnOutput(this, 'AccessKeys', {
      value: this.#data.accessKeys.secretArn,
      description: 'Secret with the access keys of the RPC route',
    });
  }
}
