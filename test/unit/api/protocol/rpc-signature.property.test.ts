import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addFields } from '../../../../src/api/protocol/form-fields.ts';
import { canonicalQuery } from '../../../../src/api/protocol/rpc-signature.ts';
import { binaryText } from '../../../helpers/binary-text.ts';

const params = fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), binaryText());

/** Texts that UTF-8 can carry. */
const isSendable = (given: Record<string, string>) =>
  Object.entries(given).every(([name, value]) => name.isWellFormed() && value.isWellFormed());

test('fields read back from a canonical query are the parameters that made it', () => {
  fc.assert(
    fc.property(params, (given) => {
      fc.pre(isSendable(given) && !('Signature' in given));
      const sent = new Map(Object.entries(given));
      const read = new Map<string, string>();
      addFields(read, canonicalQuery(sent));
      expect(new Map([...read].sort())).toEqual(new Map([...sent].sort()));
    }),
  );
});
