import {
  testAliasDays,
  testDistributedDays,
  testForkDays,
  testLargeDays,
  testRandomDays,
  testReadingDays,
  testRepairDays,
  testScheduleDays,
  testToldDays,
} from './days.ts';

testRandomDays('embedded');
testRepairDays('embedded');
testLargeDays('embedded');
testDistributedDays('embedded');
testReadingDays('embedded');
testForkDays('embedded');
testAliasDays('embedded');
testToldDays('embedded');
testScheduleDays('embedded');
