import { testServiceFailures } from '../support/service-failures.ts';

testServiceFailures(1);
