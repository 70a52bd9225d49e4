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

testRandomDays('aws');
testRepairDays('aws');
testLargeDays('aws');
testDistributedDays('aws');
testForkDays('aws');
testAliasDays('aws');
testToldDays('aws');
testScheduleDays('aws');
