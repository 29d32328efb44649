# Becoming our program again. What is read after the hook may meet its aliases: hence the backslashes.
\exec "${__s2ibox[1]}" --s2ibox-sourced "${__s2ibox_were[0]-}" "${__s2ibox_were[1]-}" "${__s2ibox[@]:9}"
# Still here: the environment has grown too large. With an empty one there is room to say so.
__s2ibox[0]=said
\export -p | (\exec -c "${__s2ibox[1]}" --s2ibox-too-large "${__s2ibox_were[0]-}" "${__s2ibox_were[1]-}" "${__s2ibox[@]:9}")
\exit
