export const id=6820;export const ids=[6820];export const modules={26820:((e,t,n)=>{n.r(t),n.d(t,{migrateChecks:()=>migrateChecks});var r=n(51455),i=n(57975),a=n(25305),o=n(19913),s=n(54770);async function migrateChecks(e){try{let{file:t,table:n,output:r,isHelp:i}=parseOptions(e);if(i)return process.stdout.write(`mlops migrate-checks: rewrite a suite of another tool as checks of data-validate.

Usage: mlops migrate-checks <file>[#table] [--output FILE]

  Reads suites of Great Expectations (0.18 and 1.x JSON), SodaCL 3, pandera and dbt (YAML),
  Frictionless table schemas and DQDL rulesets, recognised by what is in them.
  Of a file that describes several tables, name one after a number sign: schema.yml#orders.
  --output <file>
      Default: standard output.

What cannot be carried over stands in a comment at the top, and on standard error.
data-validate reads the same files as they are: name one in its input checks.
`),o.hS.ok;let{text:c,remarks:l}=(0,s.rewriteForeign)(await read(t),t,n);r===void 0?process.stdout.write(c):await(0,a.v)(r,c);for(let e of l)process.stderr.write(`${e}\n`);return o.hS.ok}catch(e){let t=e instanceof o.lZ&&e.kind!==`bug`,n=e instanceof Error?e.stack??e.message:String(e),r=t&&e.hint!==void 0?`\n  next: ${e.hint}`:``;return process.stderr.write(`mlops migrate-checks: ${t?e.message:n}${r}\n`),(0,o.FO)(e)}}function parseOptions(e){let{values:t,positionals:n}=readFlags(e),[r=``,...i]=n,a=t.help??!1;if(!a&&(r===``||i.length>0))throw(0,o.Wp)(`file-not-named`,`one file is expected, the suite to rewrite.`,`For example: mlops migrate-checks expectations.json --output data-checks.yml`);let[s=``,c]=r.split(`#`,2);return{file:s,table:c,output:t.output,isHelp:a}}function readFlags(e){try{return(0,i.parseArgs)({args:[...e],allowPositionals:!0,options:{output:{type:`string`},help:{type:`boolean`,short:`h`}}})}catch(e){let[t=``]=e.message.split(`. `);throw(0,o.Wp)(`invalid-flags`,`${t}.`,"`mlops migrate-checks --help` lists what there is.")}}async function read(e){return await(0,r.readFile)(e,`utf8`).catch(t=>{throw(0,o.Wp)(`suite-not-found`,`${e} ${t.code===`ENOENT`?`does not exist`:`cannot be read`}.`,`Name the file that holds the suite.`,t.code===`ENOENT`?void 0:t)})}})};
