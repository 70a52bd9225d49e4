import { operation } from '../operation.ts';
import { freeText } from '../params/common-params.ts';
import { optional } from '../params/params.ts';

/** Returns the one region of this deployment, with the host that was asked as its endpoint. */
export const describeRegions = operation(
  'DescribeRegions',
  { AcceptLanguage: optional(freeText) },
  async (_params, { region }, { requestId, host }) => {
    const id = region ?? 'local';
    const only = { RegionId: id, LocalName: id, RegionEndpoint: host };
    return { Regions: { Region: [only] }, RequestId: requestId };
  },
);
