#!/bin/bash
# What the suite is tested with: an imitation that sources the env hook in a subshell and copies the
# variables over. It gets the variables right, and nothing else that an env hook does to the process.
set -eo pipefail
case ${1-} in image) shift ;; *) exit 2 ;; esac
command=$1
shift
export S2I_SCRIPTS_PATH=${S2I_SCRIPTS_PATH:-/usr/libexec/s2i}
export S2I_APPLICATION_PATH=${S2I_APPLICATION_PATH:-/opt/app-root}
export S2I_SOURCE_PATH=${S2I_SOURCE_PATH:-$S2I_APPLICATION_PATH/src}
export S2I_MARKERS_ENVIRON=now
hooks=$S2I_SOURCE_PATH/.s2i/action_hooks
if [ "$command" = run ]; then echo " -----> Running application run script."; fi
if [ -f "$hooks/deploy_env" ]; then
  if [ "$command" != exec ]; then echo " -----> Running $hooks/deploy_env"; fi
  mapfile -d '' -t variables < <(set -a; . "$hooks/deploy_env" >&2; compgen -e | while read -r name; do
    case $name in BASH* | SHELLOPTS | _ | PPID | PWD | OLDPWD | SHLVL) continue ;; esac
    printf '%s=%s\0' "$name" "${!name}"
  done)
  for variable in "${variables[@]}"; do export "$variable"; done
fi
case $command in
  run)
    if [ -x "$hooks/deploy" ]; then echo " -----> Running $hooks/deploy"; "$hooks/deploy"; fi
    if [ -x "$hooks/run" ]; then echo " -----> Running $hooks/run"; ("$hooks/run"); exit; fi ;;
  exec) "$@"; exit ;;
  *) if [ -x "$hooks/$command" ]; then "$hooks/$command"; exit; fi ;;
esac
