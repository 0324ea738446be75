import { testFailures } from '../support/api-failures.ts';

testFailures('github', 1);
testFailures('gitlab', 1);
