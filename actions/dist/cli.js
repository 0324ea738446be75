#!/usr/bin/env node
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`mlops needs Node 24 or newer, and this is Node ${process.versions.node}.`);
  console.error('Without installing it: npx --yes --package node@24 --package mlops-actions mlops');
  process.exit(2);
}
await import('./index.js');
