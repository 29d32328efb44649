# Without errexit and allexport, as the run scripts of the builder images do it; what fails in it is a warning.
__s2ibox[0]=user
builtin . "${__s2ibox[1]}"
__s2ibox[0]=$?
__s2ibox_on_exit
if [[ ${__s2ibox[0]} != 0 ]]; then
  builtin printf '%s\n' "WARNING: container user script ${__s2ibox[1]} ended with status ${__s2ibox[0]}; went on" >&2
fi
__s2ibox[0]=
builtin set --
if [[ ! . -ef ${__s2ibox[8]} ]]; then builtin cd -- "${__s2ibox[8]}"; fi
