import { testRandomDays } from './days.ts';

testRandomDays('aws');
