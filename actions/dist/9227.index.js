export const id=9227;export const ids=[9227];export const modules={89227:((e,t,n)=>{n.r(t),n.d(t,{completion:()=>completion});var r=n(14976),i=n(19913),a=n(92394),o=n(47570),s=n(93301),c=n(23983);let l={bash,zsh,fish};function completion(e,t){let[n]=e;if(n===`--help`||n===`-h`)return process.stdout.write(c.Bq.help(Object.keys(l))),i.hS.ok;let r=n!==void 0&&Object.hasOwn(l,n)?l[n]:void 0;if(r===void 0){let e=Object.keys(l),t=n===void 0?c.Bq.nameAShell:c.Bq.unknown(n),r=n===void 0?c.Bq.usage(e):(0,o.a)(n,e);return process.stderr.write(`mlops completion: ${t} ${r}\n`),i.hS.usage}let a=[...Object.values(s.Ci).map(({definition:e})=>wordOf(e)),...t.map(e=>({name:e.name,summary:plain(e.summary),flags:e.flags.map(e=>({...e,summary:plain(e.summary)}))}))];return process.stdout.write(r(a)),i.hS.ok}function wordOf(e){let t=Object.entries((0,a.j3)(e)).map(([e,t])=>({name:`--${e}`,summary:plain(t.description),values:t.type===`enum`?t.options:t.type===`boolean`?[`true`,`false`]:[],takesValue:!0})),n=c.Bq.stepHelp,i=r.O.question(e.name,e.question),o=[...t,{name:`--help`,summary:n,values:[],takesValue:!1}];return{name:e.name,summary:plain(i),flags:o}}function plain(e){let[t=``]=e.split(/(?<=[.?]) |(?<=[。？])/u);return t.replaceAll(/['"`$\\:[\]]/gu,``).replaceAll(`
`,` `)}let names=e=>e.map(({name:e})=>e).join(` `);function bash(e){let t=e.filter(e=>e.flags.length>0).map(e=>`    ${e.name}) flags='${names(e.flags)}' ;;`),n=e.flatMap(e=>e.flags.filter(e=>e.values.length>0).map(t=>`    '${e.name} ${t.name}') values='${t.values.join(` `)}' ;;`));return`_mlops() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}"
  local flags='' values=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${names(e)}' -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${t.join(`
`)}
  esac
  case "\${COMP_WORDS[1]} $before" in
${n.join(`
`)}
  esac
  if [ -n "$values" ]; then COMPREPLY=($(compgen -W "$values" -- "$current"))
  elif [[ "$current" == -* ]]; then COMPREPLY=($(compgen -W "$flags" -- "$current"))
  fi
}
complete -o default -F _mlops mlops
`}function zsh(e){let t=e.map(({name:e,summary:t})=>`    '${e}:${t}'`),n=e.filter(e=>e.flags.length>0).map(e=>{let t=e.flags.map(({name:e,summary:t,values:n,takesValue:r})=>r?`'${e}[${t}]:value:${n.length>0?`(${n.join(` `)})`:`_files`}'`:`'${e}[${t}]'`);return`    ${e.name}) _arguments ${t.join(` `)} ;;`});return`#compdef mlops
_mlops() {
  local -a words_known
  words_known=(
${t.join(`
`)}
  )
  if (( CURRENT == 2 )); then
    _describe 'step or command' words_known
    return
  fi
  local word="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$word" in
${n.join(`
`)}
    *) _files ;;
  esac
}
# Autoloaded from fpath it is called; sourced, it is registered.
if [ "\${funcstack[1]}" = _mlops ]; then _mlops "$@"; else compdef _mlops mlops; fi
`}function fish(e){let t=e.map(({name:e,summary:t})=>`complete -c mlops -n __fish_use_subcommand -f -a '${e}' -d '${t}'`),n=e.flatMap(e=>e.flags.map(({name:t,summary:n,values:r,takesValue:i})=>{let a=i?r.length>0?` -x -a '${r.join(` `)}'`:` -r`:``;return`complete -c mlops ${`-n '__fish_seen_subcommand_from ${e.name}'`} -l ${t.slice(2)}${a} -d '${n}'`}));return`${[...t,...n].join(`
`)}\n`}})};
