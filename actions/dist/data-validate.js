process.argv.splice(2, 0, 'data-validate');
await import('./index.js');
