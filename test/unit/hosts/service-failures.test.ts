import { testServiceFailures } from '../../support/service-failures.ts';

// One way for each call; test/peers has all of them.
testServiceFailures(12);
