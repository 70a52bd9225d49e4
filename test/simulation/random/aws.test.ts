import { testRandomDays, testRepairDays } from './days.ts';

testRandomDays('aws');
testRepairDays('aws');
