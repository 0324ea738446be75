import { testFailures } from '../../support/api-failures.ts';

// A share of the ways for each call; test/peers has all of them.
testFailures('github', 4);
testFailures('gitlab', 4);
