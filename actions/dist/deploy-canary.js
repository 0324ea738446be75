process.argv.splice(2, 0, 'deploy-canary');
await import('./index.js');
