use std::ffi::OsStr;

use pretty_assertions::assert_eq;

use super::mask;

fn shown(name: &str, value: &str) -> String {
    mask(OsStr::new(name), OsStr::new(value)).to_string_lossy().into_owned()
}

#[test]
fn secrets_are_masked_and_places_are_not() {
    let secret = "PASSWORD DB_PASSWORD db_pass POSTGRESQL_PASSWD AWS_SECRET_ACCESS_KEY apikey \
        GITHUB_TOKEN MYSQL_PWD DJANGO_SECRET_KEY npm.auth PGPASSWORD PGPASS DBPASS MYSQLPWD \
        AZUREACCOUNTKEY DB_PASS1 API_KEY1 KEY1 DB_PWD1 ROOTPW DBPW STRIPEKEY APPKEY CLIENTKEY \
        TLSKEY BASICAUTH REDISAUTH JWT PASSCODE BEARER KEY AUTH PASS PW";
    for name in secret.split(' ') {
        assert_eq!(shown(name, "x"), "********", "{name}");
    }
    let harmless = "PWD OLDPWD PATH HOME PASSWORD_FILE NSS_WRAPPER_PASSWD SSH_AUTH_SOCK KEYBOARD \
        AUTHOR COMPASS MONKEY BYPASS TURKEY HOTKEY HOTKEY2 SHA256 XAUTHORITY";
    for name in harmless.split(' ') {
        assert_eq!(shown(name, "x"), "x", "{name}");
    }
    assert_eq!(shown("PASSWORD", ""), "");
}

#[test]
fn the_password_in_an_address_is_masked() {
    let shown = |value| shown("DATABASE_URL", value);
    assert_eq!(
        shown("postgres://me:p@ss@db:5432/x?a=b:c"),
        "postgres://me:********@db:5432/x?a=b:c"
    );
    assert_eq!(shown("a://:p@b,c://d:e@f"), "a://:********@b,c://d:********@f");
    assert_eq!(shown("me:secret@host"), "me:********@host");
    assert_eq!(
        shown("jdbc:oracle:thin:scott/tiger@//db:1521/x"),
        "jdbc:oracle:thin:scott/********@//db:1521/x"
    );
    for harmless in
        ["http://host:80/a@b", "http://me@host:80", "git@github.com:a/b", "a:b", "10:30"]
    {
        assert_eq!(shown(harmless), harmless);
    }
}

#[test]
fn the_password_of_a_setting_is_masked() {
    for (value, masked) in [
        (
            "jdbc:postgresql://db/app?user=a&password=x&ssl=1",
            "jdbc:postgresql://db/app?user=a&password=********&ssl=1",
        ),
        ("-Xmx1g -Ddb.password=x -Dy=1", "-Xmx1g -Ddb.password=******** -Dy=1"),
        ("Server=db;User=a;Password=x;", "Server=db;User=a;Password=********;"),
        ("DRIVER={x};UID=a;PWD={a;b};DB=c", "DRIVER={x};UID=a;PWD=********;DB=c"),
        ("host=db password='a b' user=c", "host=db password=******** user=c"),
        ("{\"a\":1}", "{\"a\":1}"),
        ("user: a\npassword: x\nb: c", "user: a\npassword: ********\nb: c"),
        ("password:\n  a: b", "password:\n  a: b"),
        (r#"{"password":"x","a":1}"#, r#"{"password":********,"a":1}"#),
        (r#"{\"password\": \"x y\"}"#, r#"{\"password\": \********}"#),
        ("Password = x; Pwd = y;A=b", "Password = ********; Pwd = ********;A=b"),
        ("--password x --user y", "--password ******** --user y"),
        ("Authorization: Bearer x", "Authorization: Bearer ********"),
        ("Bearer x", "Bearer ********"),
        ("/opt/key:/bin auth.example.com:80", "/opt/key:/bin auth.example.com:80"),
        ("--password-file /a the key b", "--password-file /a the key b"),
    ] {
        assert_eq!(shown("SETTINGS", value), masked);
    }
}
