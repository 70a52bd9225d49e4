import {
  testAliasDays,
  testDistributedDays,
  testForkDays,
  testLargeDays,
  testRandomDays,
  testRepairDays,
  testScheduleDays,
  testToldDays,
} from './days.ts';

testRandomDays('embedded');
testRepairDays('embedded');
testLargeDays('embedded');
testDistributedDays('embedded');
testForkDays('embedded');
testAliasDays('embedded');
testToldDays('embedded');
testScheduleDays('embedded');
