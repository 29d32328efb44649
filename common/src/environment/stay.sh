# The hook may have left an EXIT trap, which runs when the command has ended: bash stays for it, passes on
# what signals it gets, and takes over the status.
if [[ $(trap -p EXIT) == *[!' ']* && $(trap -p EXIT) != *__s2ibox_at=* ]]; then
  __s2ibox_child= __s2ibox_early= __s2ibox_status=
  __s2ibox_defaults=()
  __s2ibox_pass_on() {
    if [[ $__s2ibox_child ]]; then kill -s "$1" "$__s2ibox_child"; else __s2ibox_early=$1; fi
  }
  for __s2ibox_signal in HUP INT QUIT TERM USR1 USR2; do
    if [[ $(trap -p "$__s2ibox_signal") != "trap -- ''"* ]]; then
      __s2ibox_defaults+=("$__s2ibox_signal")
      trap "__s2ibox_pass_on $__s2ibox_signal" "$__s2ibox_signal"
    fi
  done
  "${__s2ibox[1]}" --s2ibox-fits "${__s2ibox_were[0]-}" "${__s2ibox_were[1]-}" "${__s2ibox[@]:9}" || {
    __s2ibox[0]=said
    export -p | (exec -c "${__s2ibox[1]}" --s2ibox-too-large "${__s2ibox_were[0]-}" "${__s2ibox_were[1]-}" "${__s2ibox[@]:9}")
    exit
  }
  # In the background, for while a command runs in the foreground no trap does; but without what
  # the background brings: no input, INT and QUIT ignored.
  (
    trap - EXIT "${__s2ibox_defaults[@]}"
    exec "${__s2ibox[1]}" --s2ibox-sourced-below-bash "${__s2ibox_were[0]-}" "${__s2ibox_were[1]-}" "${__s2ibox[@]:9}"
  ) <&0 &
  __s2ibox_child=$!
  unset -f kill wait
  if [[ $__s2ibox_early ]]; then kill -s "$__s2ibox_early" "$__s2ibox_child"; fi
  # A signal cuts a wait short, and bash may remember one that has been dealt with: only the child's end ends this.
  while kill -s 0 "$__s2ibox_child" 2>&-; do
    wait "$__s2ibox_child" 2>&-
    __s2ibox_status=$?
  done
  # The status, if no wait has told it; a wait for what has been told is 127.
  wait "$__s2ibox_child" 2>&-
  set -- "$?"
  if [[ $1 != 127 || ! $__s2ibox_status ]]; then __s2ibox_status=$1; fi
  set --
  if [[ ${POSIXLY_CORRECT-} == ours ]]; then set +o posix; fi
  exit "$__s2ibox_status"
fi
