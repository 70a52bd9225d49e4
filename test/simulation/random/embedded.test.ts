import {
  testAliasDays,
  testDistributedDays,
  testForkDays,
  testLargeDays,
  testRandomDays,
  testRepairDays,
  testToldDays,
} from './days.ts';

testRandomDays('embedded');
testRepairDays('embedded');
testLargeDays('embedded');
testDistributedDays('embedded');
testForkDays('embedded');
testAliasDays('embedded');
testToldDays('embedded');
