use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use pretty_assertions::assert_eq;

use super::masked_command;

#[test]
fn no_form_of_an_assignment_shows_its_value() {
    for (command, shown) in [
        ("A=x no-such-command", "A=… no-such-command"),
        ("A_PASSWORD=x x x", "A_PASSWORD=… … …"),
        ("A='x y' B=\"x $(echo x)\" program", "A=… B=… program"),
        ("declare -x A=x", "declare -x A=…"),
        ("export A=\"x y\" B=x", "export A=… B=…"),
        ("export \"A=x y\"", "export \"A=…"),
        ("local -r A=x", "local -r A=…"),
        ("readonly A+=x", "readonly A+=…"),
        ("A=(x y z)", "A=…"),
        ("A[1]=x", "A[1]=…"),
        ("declare -A A=([a]=x [b]=y)", "declare -A A=…"),
        ("read -r A <<< \"x y\"", "read -r A <<< …"),
        ("read -r A <<<x", "read -r A <<<…"),
        ("cat <<EOF\nx\nEOF", "cat <<EOF …"),
        ("printf -v A %s x", "printf -v A … …"),
        (": ${A:=x}", ": ${A:=…"),
        ("psql -c \"password=x host=y\"", "psql -c \"password=…"),
        ("java -Dx.password=x Main", "java -Dx.password=… Main"),
        ("curl https://user:x@host/", "curl https://user:********@host/"),
        ("curl -u user:x host", "curl -u … host"),
        ("/usr/bin/mysql -u root -px db", "/usr/bin/mysql -u root -p… db"),
        ("login --password x --name y", "login --password … --name y"),
        ("eval 'A=x; false'", "eval 'A=…"),
        ("DB_PASSWORD = x", "DB_PASSWORD … …"),
        ("DB_PASSWORD= x y", "DB_PASSWORD= … …"),
        ("DB_PASSWORD: x", "DB_PASSWORD: …"),
        ("DB_PASSWORD:x y", "DB_PASSWORD:******** …"),
        ("curl -uuser:x host", "curl -u… host"),
        ("curl -su user:x host", "curl -su … host"),
        ("-H \"Authorization: Bearer x\" a", "-H \"Authorization: Bearer ********\" a"),
        ("curl -H 'X-Api-Key: x' a", "curl -H 'X-Api-Key: ********' a"),
        ("env A=x mysql -px db", "env A=… mysql -p… db"),
        ("sudo -u me mysql -px db", "sudo -u me mysql -p… db"),
        ("timeout 5 nice sshpass -px ssh a", "timeout 5 nice sshpass -p… ssh a"),
        ("exec redis-cli -a x get b", "exec redis-cli -a … get b"),
        (": ${DB_PASSWORD:+x} ${DB_PASSWORD?x}", ": ${DB_PASSWORD:+…} ${DB_PASSWORD?…}"),
        ("setenv DB_PASSWORD x", "setenv DB_PASSWORD …"),
    ] {
        let masked = masked_command(OsStr::new(command));
        assert_eq!(masked.to_string_lossy(), shown, "{command}");
    }
}

#[test]
fn a_command_without_secrets_is_shown_as_it_is() {
    let commands = "sh -c 'exit 7'|[ \"$A\" = b ]|test -f /a/b|( exit 9 )|exit 3|false||[[ $A == b ]]|\
        no-such-program --now|date +%H:%M|  two  blanks |cp -pu a b|mysql -p db|curl -s a";
    for command in commands.split('|') {
        assert_eq!(masked_command(OsStr::new(command)), command);
    }
}

#[test]
fn any_bytes_are_read() {
    for bytes in [&b"A=\xff"[..], b"\\", b"'", b"$(", b"${", b"\"`", b"=", b"<<<", b"a\0b"] {
        let masked = masked_command(OsStr::from_bytes(bytes));
        assert!(masked.len() <= bytes.len() + 4);
    }
}
