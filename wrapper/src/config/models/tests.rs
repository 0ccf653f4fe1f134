use super::*;

fn found(text: &str) -> (Models, Vec<String>) {
    let file: Table = toml::from_str(text).expect(text);
    let mut complaints = Vec::new();
    let places = Places { file: Path::new("config.toml"), folder: Path::new("/c/ghost"), home: Some(Path::new("/h")) };
    let models = read(file.get("models"), file.get("model"), &places, &mut complaints);
    (models, complaints)
}

fn names_of(models: &[Model]) -> Vec<&str> {
    models.iter().map(|model| model.name.as_str()).collect()
}

/// The one model of a table that is right.
fn good(table: &str) -> Model {
    let (models, complaints) = found(&format!("[models.m]\n{table}\n"));
    assert!(complaints.is_empty(), "{table}: {complaints:?}");
    models.used.into_iter().next().expect(table)
}

#[test]
fn every_kind_is_read() {
    let url = |table: &str| match good(table).way {
        Way::Http { address, wire, .. } => format!("{} {}", wire.name(), address.text()),
        Way::Command { words, .. } => words.join(" "),
    };
    for (table, wanted) in [
        ("kind='openai'\nmodel='m'", "openai https://api.openai.com/v1"),
        ("kind='anthropic'\nmodel='m'", "anthropic https://api.anthropic.com"),
        ("kind='gemini'\nmodel='m'", "gemini https://generativelanguage.googleapis.com/v1beta"),
        ("kind='ollama'\nmodel='m'", "ollama http://127.0.0.1:11434"),
        ("kind='openai'\nurl='deepseek'\nmodel='m'", "openai https://api.deepseek.com/v1"),
        ("url='llama.cpp'\nmodel='m'", "openai http://127.0.0.1:8080/v1"),
        ("url='ollama'\nmodel='m'", "ollama http://127.0.0.1:11434"),
        ("kind='openai'\nurl='http://10.0.0.2:9/v1/'\nmodel='m'", "openai http://10.0.0.2:9/v1"),
        ("kind='command'\ncommand=['think','-p']", "think -p"),
        ("command=['think']", "think"),
    ] {
        assert_eq!(url(table), wanted, "{table}");
    }
}

#[test]
fn keys_are_named_never_held() {
    let key = |line: &str| match good(&format!("kind='openai'\nmodel='m'\n{line}")).way {
        Way::Http { key, .. } => key,
        Way::Command { .. } => Key::None,
    };
    assert_eq!(key(""), Key::None);
    assert_eq!(key("key_env='MY_KEY'"), Key::Env("MY_KEY".to_owned()));
    assert_eq!(key("key_file='~/key'"), Key::File("/h/key".into()));
    assert_eq!(key("key_file='key'"), Key::File("/c/ghost/key".into()));
    assert_eq!(key("key_command=['pass','show','x']"), Key::Command(["pass", "show", "x"].map(str::to_owned).to_vec()));
}

#[test]
fn a_wrong_table_is_told_of_without_its_values_and_the_others_stay() {
    let secret = ["Zq7", "Kx2Pv9"].concat();
    for (table, part) in [
        ("kind='openai'\nmodel='m'\nkey='SECRET'", "must not stand in this file"),
        ("kind='openai'\nmodel='m'\nkey=7", "must not stand in this file"),
        ("kind='openai'\nmodel='m'\nkey_env='sk-SECRET'", "name of a variable"),
        ("kind='openai'\nmodel='m'\nkey_command='echo SECRET'", "list of words"),
        ("kind='openai'\nmodel='m'\nkey_command=[]", "names no program"),
        ("kind='openai'\nmodel='m'\nkey_file=['SECRET']", "text in quotes"),
        ("kind='openai'\nmodel='m'\nkey_env='A'\nkey_file='b'", "only one of"),
        ("kind='openai'\nmodel='m'\nurl='http://u:SECRET@h/v1'", "name or password"),
        ("kind='openai'\nmodel='m'\nurl='https://h/v1?key=SECRET'", "must not hold a key"),
        ("kind='openai'\nmodel='m'\nurl='http://10.0.0.1/v1'\nkey_env='A'", "in clear"),
        ("kind='openai'\nmodel='m'\nurl='h:1'", "begin with https"),
        ("kind='openai'\nmodel='m'\nurl='ollama'", "another kind"),
        ("kind='openai'", "model is missing"),
        ("model='m'", "kind is missing"),
        ("kind='cloud'\nmodel='m'", "kind is openai"),
        ("kind=3\nmodel='m'", "text in quotes"),
        ("kind='openai'\nmodel='m'\ncommand=['x']", "does not go with a server"),
        ("kind='openai'\nmodel='m'\nurl='https://h.example/v1'\nlocal=true", "is for a server on this machine"),
        ("kind='openai'\nmodel='m'\nlocal='no'", "local is true or false"),
        ("kind='command'", "needs its words"),
        ("kind='command'\ncommand=[]", "names no program"),
        ("kind='command'\ncommand='think -p'", "list of words"),
        ("kind='command'\ncommand=['x']\nmodel='m'", "does not go with a command"),
        ("kind='command'\ncommand=['x']\nlocal='yes'", "true or false"),
        ("command=['sh', '-c', 'SECRET {prompt}']", "read what files say as a part of it"),
        ("command=['sh', '-c', '{prompt}']", "would run what files say"),
        ("kind='openai'\nmodel='m'\ntemprature=1", "no field temprature"),
        ("kind='openai'\nmodel='m'\n'SECRET !'=1", "no field …"),
        ("kind='openai'\nmodel='m'\nroles=['cook']", "no role cook"),
        ("kind='openai'\nmodel='m'\nroles='answer'", "list of words"),
        ("kind='openai'\nmodel='m'\ncontext=-1", "from 0"),
        ("kind='openai'\nmodel='m'\ncontext=1", "512 tokens or more"),
        ("kind='openai'\nmodel='m'\ntimeout_seconds=0", "from 1"),
        ("kind='openai'\nmodel='m'\nprice_in=-1", "no price"),
        ("kind='openai'\nmodel='m'\nprice_in='1'", "no price"),
        ("kind='openai'\nmodel='m'\noptions=1", "not a table"),
    ] {
        let table = table.replace("SECRET", &secret);
        let (models, complaints) = found(&format!("[models.bad]\n{table}\n[models.good]\ncommand=['x']\n"));
        assert_eq!(names_of(&models.used), ["good"], "{table}");
        assert_eq!(models.unusable, ["bad"], "{table}");
        assert_eq!(complaints.len(), 1, "{table}");
        assert!(complaints[0].contains(part), "{table}: {complaints:?}");
        assert!(!complaints[0].contains(&secret), "{table}: {complaints:?}");
    }
    for text in ["models = 1", "model = 1", "models.m = 1", "models.'a b' = {}", "[model]\nused = 'm'"] {
        let (models, complaints) = found(text);
        assert_eq!((models.used.len(), complaints.len()), (0, 1), "{text}");
    }
}

/// The names in use with their roles, for three models of which `c` has roles of its own.
fn roles(model: &str) -> Vec<String> {
    let tables = "[models.a]\ncommand=['x']\n[models.b]\ncommand=['x']\n[models.c]\ncommand=['x']\nroles=['critic']\n";
    let (models, complaints) = found(&format!("{tables}{model}"));
    assert!(complaints.is_empty(), "{model}: {complaints:?}");
    models.used.iter().map(|model| format!("{} {}", model.name, model.roles.join(","))).collect()
}

#[test]
fn the_order_is_the_persons() {
    assert_eq!(roles(""), ["a ", "b ", "c critic"]);
    assert_eq!(roles("[model]\nuse='b'"), ["b "]);
    assert_eq!(roles("[model]\nuse=['c','a','c']"), ["c critic", "a "]);
    assert_eq!(roles("[model]\nuse=[]"), [""; 0]);
}

#[test]
fn a_role_that_is_given_away_is_nobody_elses() {
    assert_eq!(
        roles("[model]\nuse='a'\nroles={scout='b', critic=['c','a']}"),
        ["a answer,diagnostician,critic", "c critic", "b scout"]
    );
    assert_eq!(roles("[model]\nroles={scout='b'}"), ["a answer,diagnostician,critic", "c critic", "b scout"]);
}

#[test]
fn names_that_are_not_there_are_told() {
    let (models, complaints) = found("[models.a]\ncommand=['x']\n[model]\nuse=['z','a']\nroles={scout='y', cook='a'}");
    assert_eq!(names_of(&models.used), ["a"]);
    assert_eq!(complaints.len(), 3, "{complaints:?}");
    let (models, complaints) = found("[models.a]\ncommand=['x']\n[model]\nuse=7");
    assert_eq!((models.used.len(), complaints.len()), (0, 1));
}
