import { testRandomDays } from './days.ts';

testRandomDays('embedded');
