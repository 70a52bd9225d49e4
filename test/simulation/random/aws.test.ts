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

testRandomDays('aws');
testRepairDays('aws');
testLargeDays('aws');
testDistributedDays('aws');
testReadingDays('aws');
testForkDays('aws');
testAliasDays('aws');
testToldDays('aws');
testScheduleDays('aws');
