import { resolve } from 'node:path';
import { parseYamlAs } from '../../shared/config/parse-yaml.ts';
import { deploySchema, stepsSchema } from '../../shared/config/sections/deploy.ts';
import { registerSchema } from '../../shared/config/sections/register.ts';
import { type Digest, isDigest } from '../../shared/domain/digest.ts';
import {
  immutableReference,
  type ModelReference,
  modelNameSchema,
  parseModelReference,
  referenceForms,
  selectorOf,
} from '../../shared/domain/model-reference.ts';
import type { Finding } from '../../shared/domain/record.ts';
import type { RegisteredModel } from '../../shared/domain/registry.ts';
import {
  addTraffic,
  type Deployed,
  type Deployment,
  noTraffic,
  type RolloutStep,
  type Stage,
} from '../../shared/domain/rollout.ts';
import { usageError } from '../../shared/kernel/action-error.ts';
import type { ModelRegistry } from '../../shared/ports/model-registry.ts';
import type { OpenReplay, Replay, ReplayTally } from '../../shared/ports/replay.ts';
import type { StepContext, StepResult } from '../../shared/ports/step.ts';
import type { TableReader } from '../../shared/ports/table-reader.ts';
import type { Traffic } from '../../shared/ports/traffic.ts';
import { decide, type RolloutPolicy } from './decide.ts';
import type { definition } from './definition.ts';
import * as messages from './messages.ts';
import * as plan from './plan.ts';
import * as present from './present.ts';
import { parseShortSteps, rolloutSteps } from './request.ts';
