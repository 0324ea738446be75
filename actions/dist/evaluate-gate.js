process.argv.splice(2, 0, 'evaluate-gate');
await import('./index.js');
