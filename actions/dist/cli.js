#!/usr/bin/env node
import * as modules from 'node:module';

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`mlops needs Node 24 or newer, and this is Node ${process.versions.node}.`);
  console.error('Without installing it: npx --yes --package node@24 --package mlops-actions mlops');
  process.exit(2);
}
// Compiled once, not at each command. In the user's own folder: whoever could write what is kept
// there could run code as the user. Where there is none, nothing is kept.
const { HOME: home = '/' } = process.env;
if (home !== '/') modules.enableCompileCache(home + '/.cache/mlops-actions/compiled');
await import('./index.js');
