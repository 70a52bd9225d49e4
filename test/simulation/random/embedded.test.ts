import { testRandomDays, testRepairDays } from './days.ts';

testRandomDays('embedded');
testRepairDays('embedded');
