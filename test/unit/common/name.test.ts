import { expect, test } from 'vitest';
import { isName, isStepName } from '../../../src/common/name.ts';

test.each(['a', '_', 'A-1_b', `_${'9'.repeat(127)}`])('%j is a name', (text) => {
  expect(isName(text)).toBe(true);
});

test.each(['', '1st', '-a', 'a b', 'ä', 'a\n', `a${'b'.repeat(128)}`, 5, null, undefined])(
  '%j is no name',
  (value) => {
    expect(isName(value)).toBe(false);
  },
);

test.each(['校验订单', 'vérifié_2', 'проверка-1', '_३', 'é', '訂'.repeat(128), '𠮷'.repeat(128)])(
  '%j is a name of a step',
  (text) => {
    expect(isStepName(text)).toBe(true);
  },
);

test.each(['', '٣a', '-a', 'a b', 'a\u200b', 'a😀', 'a.b', "a'", 'a\n', '\u0301a', '訂'.repeat(129)])(
  '%j is no name of a step',
  (text) => {
    expect(isStepName(text)).toBe(false);
  },
);
