import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signRpc } from '../../../console/src/api/sign-rpc.ts';
import * as service from '../../../src/api/protocol/rpc-signature.ts';
import { binaryText } from '../../helpers/binary-text.ts';

test('the console signs as the service checks', async () => {
  const nameArbitrary = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/);
  const paramsArbitrary = fc.array(fc.tuple(nameArbitrary, binaryText()), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(paramsArbitrary, binaryText(), async (entries, secret) => {
      const params = new Map(entries);
      expect(await signRpc('POST', params, secret)).toBe(service.signRpc('POST', params, secret));
    }),
  );
});
