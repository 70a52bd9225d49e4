import {
  testAliasDays,
  testDistributedDays,
  testForkDays,
  testLargeDays,
  testRandomDays,
  testRepairDays,
  testToldDays,
} from './days.ts';

testRandomDays('aws');
testRepairDays('aws');
testLargeDays('aws');
testDistributedDays('aws');
testForkDays('aws');
testAliasDays('aws');
testToldDays('aws');
