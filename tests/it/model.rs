//! Models: what the settings say of them, `ghost model`, what is asked over HTTP on loopback and of programs, and how
//! what speaks with a server is held.

use std::collections::HashMap;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::env::{Env, GHOST, Outcome};
use crate::run_signals::eventually;
use crate::scripted::Scripted;
use crate::server::Server;
use crate::terminal::{Left, Terminal};

/// A server that keeps schemas.
fn obedient() -> Server {
    Server::start(|heard| (200, if heard.body.contains("response_format") { "{\"ready\": true}" } else { "ready" }))
}

/// `ghost` in a prefix of its own, where the scripted talker lies instead of the package.
struct Installed {
    env: Env,
    ghost: PathBuf,
}

impl Installed {
    fn new() -> Self {
        let env = Env::new();
        let ghost = env.home().join("prefix/bin/ghost");
        let package = env.home().join("prefix/lib/python3/site-packages/ghost_kernel");
        for folder in [ghost.parent().expect("a folder"), &package] {
            fs::create_dir_all(folder).expect("folders");
        }
        if fs::hard_link(GHOST, &ghost).is_err() {
            fs::copy(GHOST, &ghost).expect("a copy");
        }
        let talker = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fakes/talker");
        for name in ["__main__.py", "lines.py"] {
            fs::copy(talker.join(name), package.join(name)).expect("a talker");
        }
        for path in ["prefix", "prefix/lib", "prefix/lib/python3", "prefix/lib/python3/site-packages"] {
            fs::set_permissions(env.home().join(path), fs::Permissions::from_mode(0o755)).expect("permissions");
        }
        Self { env, ghost }
    }

    fn run(&self, words: &[&str], variables: &[(&str, &str)]) -> Outcome {
        let model = self.env.command(words);
        let mut command = Command::new(&self.ghost);
        command.args(words).current_dir(self.env.home()).env_clear();
        command.envs(model.get_envs().filter_map(|(name, value)| Some((name, value?)))).envs(variables.iter().copied());
        command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::piped());
        command.stderr(std::process::Stdio::piped());
        self.env.finish(command)
    }
}

/// What the journal has of models.
fn calls(env: &Env) -> Vec<serde_json::Value> {
    let lines = env.read(".local/state/ghost/journal.jsonl");
    let all = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    all.filter(|entry| entry["what"] == "mind").collect()
}

#[test]
fn models_are_added_shown_chosen_and_removed() {
    let env = Env::new();
    let none = env.ghost(["model", "list"]);
    assert!(none.stdout.contains("No model is configured"), "{none:?}");
    env.config("config.toml", "# mine\n[brain]\ndeadline_ms = 4000 # enough\n");
    let add = |words: &[&str]| env.ghost(["model", "add"].iter().chain(words));
    let first = add(&["openai", "--model", "large"]);
    assert_eq!((first.status, first.stdout.contains("leaves this machine")), (Some(0), true), "{first:?}");
    assert!(first.stdout.contains("$OPENAI_API_KEY is not set"), "{first:?}");
    let quick = add(&["quick", "--kind", "openai", "--url", "http://127.0.0.1:8080/v1", "--model", "small", "--use"]);
    assert!(quick.stdout.contains("stays on this machine"), "{quick:?}");
    assert_eq!(add(&["own", "--role", "critic", "--", "think", "-p", "{prompt}"]).status, Some(0));
    let text = env.read(".config/ghost/config.toml");
    assert!(text.starts_with("# mine\n[brain]\ndeadline_ms = 4000 # enough\n"), "{text}");
    assert!(text.contains("[models.own]\nkind = \"command\"\ncommand = [\"think\", \"-p\", \"{prompt}\"]"), "{text}");
    let listed = env.ghost(["model", "list"]).stdout;
    assert!(listed.lines().next().is_some_and(|line| line.starts_with("1  quick") && line.contains("this machine")));
    assert!(listed.contains("openai") && listed.contains("not in use"), "{listed}");
    assert_eq!(env.ghost(["model", "use", "openai", "own"]).status, Some(0));
    let listed = env.ghost(["model", "list", "--json"]).stdout;
    let first: serde_json::Value = serde_json::from_str(listed.lines().next().expect("a line")).expect("JSON");
    assert_eq!((&first["name"], &first["choice"], &first["local"]), (&"openai".into(), &1.into(), &false.into()));
    let own: serde_json::Value = serde_json::from_str(listed.lines().nth(1).expect("a line")).expect("JSON");
    assert_eq!((&own["name"], &own["there"]), (&"own".into(), &false.into()));
    assert!(env.ghost(["model", "list"]).stdout.contains("think is not there"));
    let twice = env.ghost(["model", "use", "openai", "own", "openai"]);
    assert_eq!(twice.stdout, "asked from now on: openai, then own\n");
    assert_eq!(env.ghost(["model", "remove", "openai"]).status, Some(0));
    let text = env.read(".config/ghost/config.toml");
    assert!(!text.contains("[models.openai]") && text.contains("use = [\"own\"]"), "{text}");
}

#[test]
fn a_server_here_is_asked_without_a_proxy_and_what_passes_on_is_not_local() {
    let env = Env::new();
    let (server, proxy) = (obedient(), obedient());
    let add = |name: &str, more: &[&str]| {
        let url = server.url();
        env.ghost(["model", "add", name, "--kind", "openai", "--url", &url].iter().chain(more))
    };
    let near = add("near", &["--model", "small"]);
    assert!(near.stdout.contains("stays on this machine"), "{near:?}");
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        let mut command = env.command(["model", "test", "near"]);
        command.env(name, format!("http://127.0.0.1:{}", proxy.port));
        let told = env.finish(command);
        assert_eq!(told.status, Some(0), "{name} {told:?}");
    }
    assert!(!server.heard().is_empty() && proxy.heard().is_empty(), "{:?}", proxy.heard());
    // What stands behind a port here may be a gateway: the person says so, or the name of the model does.
    let said = add("gateway", &["--model", "small", "--passes-on"]);
    let named = add("named", &["--model", "openai/gpt-4o"]);
    for told in [&said, &named] {
        assert!(told.stdout.contains("leaves this machine when it is asked"), "{told:?}");
    }
    assert!(env.read(".config/ghost/config.toml").contains("local = false"));
    let listed = env.ghost(["model", "list"]).stdout;
    assert_eq!(listed.matches("leaves this machine").count(), 2, "{listed}");
}

#[test]
fn what_could_not_be_used_is_not_written() {
    let env = Env::new();
    env.config("config.toml", "[models.there]\ncommand = ['x']\n");
    for (words, part) in [
        (vec!["m", "--kind", "openai", "--model", "x", "--key", "k-123"], "must not stand on a command line"),
        (vec!["m", "--kind", "openai", "--url", "http://10.1.2.3/v1", "--model", "x", "--key-env", "K"], "in clear"),
        (vec!["m", "--kind", "openai", "--url", "https://u:p@h/v1", "--model", "x"], "name or password"),
        (vec!["m", "--kind", "openai"], "is missing"),
        (vec!["m", "--kind", "openai", "--model", "x", "--key-command", "a | b"], "plain command"),
        (vec!["unheard-of", "--model", "x"], "does not know"),
        (vec!["there", "--", "y"], "already"),
        (vec!["two words", "--", "y"], "made of"),
        (vec!["ollama-run"], "needs the name"),
        (vec!["m", "--kind", "command"], "behind --"),
        (vec!["m", "--key-env", "K", "--", "y"], "has its key itself"),
        (vec!["m", "--context", "1", "--", "y"], "512 tokens or more"),
        (vec!["m", "--", "sh", "-c", "think \"{prompt}\""], "for a shell write"),
    ] {
        let out = env.ghost(["model", "add"].iter().chain(&words));
        assert_eq!(out.status, Some(125), "{words:?}: {out:?}");
        assert!(out.stderr.contains(part) && !out.stderr.contains("k-123"), "{words:?}: {out:?}");
        assert_eq!(env.read(".config/ghost/config.toml"), "[models.there]\ncommand = ['x']\n", "{words:?}");
    }
    for words in [["use", "nobody"], ["remove", "nobody"], ["test", "nobody"]] {
        let out = env.ghost(["model"].iter().chain(&words));
        assert_eq!((out.status, out.stderr.contains("there is no")), (Some(125), true), "{out:?}");
    }
}

#[test]
fn a_key_in_the_settings_is_refused_and_never_shown() {
    let env = Env::new();
    let key = ["sk", "live", "Q8r7T6y5U4"].join("-");
    env.config(
        "config.toml",
        &format!("[models.a]\nkind = 'openai'\nmodel = 'm'\nkey = '{key}'\n[models.b]\ncommand = ['x']\n"),
    );
    for words in [vec!["model", "list"], vec!["model", "list", "--json"], vec!["model", "test", "a"], vec!["doctor"]] {
        let out = env.ghost(&words);
        let said = format!("{}{}", out.stdout, out.stderr);
        assert!(!said.contains(&key), "{words:?}: {said}");
        if words[1..] == ["list"] {
            assert!(said.contains("key_env") && said.contains("a             cannot be used"), "{said}");
            assert!(said.contains("1  b"), "{said}");
        }
    }
}

#[test]
fn a_server_is_asked_and_told_of() {
    let installed = Installed::new();
    let env = &installed.env;
    let server = obedient();
    let key = ["quiet", "Horse", "77"].concat();
    env.config(
        "config.toml",
        &format!(
            "[models.near]\nkind = 'openai'\nurl = '{}'\nmodel = 'small'\nkey_env = 'NEAR_KEY'\nprice_in = 1\nprice_out = 10\n",
            server.url()
        ),
    );
    let out = installed.run(&["model", "test"], &[("NEAR_KEY", &key)]);
    assert_eq!(out.status, Some(0), "{out:?}");
    for part in
        ["near is reachable", "  text    first token", "7 tokens sent, 3 received", "  schema  ", "by json_schema"]
    {
        assert!(out.stdout.contains(part), "{part}: {out:?}");
    }
    let heard = server.heard();
    assert_eq!(heard.len(), 2);
    for request in &heard {
        assert_eq!(
            (request.path.as_str(), request.headers["authorization"].as_str()),
            ("/v1/chat/completions", &*format!("Bearer {key}"))
        );
        assert!(!request.body.contains(&key));
    }
    let calls = calls(env);
    assert_eq!(calls.len(), 4, "{calls:?}");
    assert_eq!((&calls[1]["tokens_in"], &calls[1]["tokens_out"]), (&7.into(), &3.into()));
    assert!((calls[1]["cost"].as_f64().expect("a cost") - 37e-6).abs() < 1e-12, "{calls:?}");
    assert!(!env.read(".local/state/ghost/journal.jsonl").contains(&key));
    let log = installed.run(&["log", "--minds"], &[]).stdout;
    assert!(
        log.contains("7 → 3 tokens") && log.contains("total  near: 2 asked, 14 → 6 tokens, cost 0.000074"),
        "{log}"
    );
    let shown = installed.run(&["log"], &[]).stdout;
    assert!(shown.starts_with("Nothing has been run yet"), "they have a view of their own: {shown}");
    let shown = installed.run(&["log", "--minds", "--json"], &[]).stdout;
    assert_eq!(shown.lines().count(), 4, "{shown}");
    assert_eq!(installed.run(&["log", "--looks", "--json"], &[]).stdout, "");
    // Without the key nothing is asked.
    let out = installed.run(&["model", "test", "near"], &[]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(1), ""), "{out:?}");
    assert!(out.stderr.contains("$NEAR_KEY is not set"), "{out:?}");
    assert_eq!(server.heard().len(), 2);
}

#[test]
fn trouble_is_one_line() {
    let installed = Installed::new();
    let env = &installed.env;
    let closed = TcpListener::bind(("127.0.0.1", 0)).expect("a port").local_addr().expect("an address").port();
    let refusing = Server::start(|_| (401, "no"));
    let busy = Server::start(|_| (429, "later"));
    for (url, model, part) in [
        (format!("http://127.0.0.1:{closed}/v1"), "m", "cannot be reached"),
        (refusing.url(), "m", "401"),
        (busy.url(), "m", "429"),
        (refusing.url(), "garbage", "could not be read"),
        (refusing.url(), "flood", "could not be read"),
        (refusing.url(), "dies", "ended before it answered"),
        (refusing.url(), "silent", "no answer within 1 s"),
    ] {
        env.config(
            "config.toml",
            &format!("[models.x]\nkind='openai'\nurl='{url}'\nmodel='{model}'\ntimeout_seconds=1\n"),
        );
        let out = installed.run(&["model", "test"], &[]);
        assert_eq!((out.status, out.stdout.as_str(), out.stderr.lines().count()), (Some(1), "", 1), "{model}: {out:?}");
        assert!(out.stderr.contains(part), "{model}: {out:?}");
    }
    let failures: Vec<_> = calls(env).iter().filter_map(|call| call["failure"].as_str().map(str::to_owned)).collect();
    assert_eq!(failures, ["unreachable", "unauthorized", "rate_limited", "invalid", "invalid", "missing", "timeout"]);
}

#[test]
fn what_speaks_with_a_server_can_do_nothing_else() {
    let installed = Installed::new();
    let env = &installed.env;
    env.file("kept", "x");
    env.file("prefix/lib/python3/site-packages/other/kept", "x");
    let (server, other) = (obedient(), obedient());
    env.config(
        "config.toml",
        &format!(
            "[models.x]\nkind='openai'\nurl='{}'\nmodel='tries'\noptions={{ home='{}', port={}, other={} }}\n",
            server.url(),
            env.home().display(),
            server.port,
            other.port
        ),
    );
    let out = installed.run(&["model", "test"], &[]);
    let told = |name: &str| {
        let line = out.stderr.trim().rsplit("answer: ").next().unwrap_or_default();
        let found = line.split("; ").find_map(|part| part.strip_prefix(&format!("{name}: ")));
        found.unwrap_or_else(|| panic!("{name}: {out:?}")).to_owned()
    };
    for (name, wanted) in [
        ("server", "done"),
        ("hosts", "done"),
        ("other port", "Permission denied"),
        ("home", "Permission denied"),
        ("settings", "Permission denied"),
        ("list home", "Permission denied"),
        ("beside", "Permission denied"),
        ("passwd", "Permission denied"),
        ("parent", "Permission denied"),
        ("write", "Permission denied"),
        ("temporary", "Permission denied"),
        ("program", "Permission denied"),
        ("fast open", "Operation not permitted"),
        ("datagram", "Operation not permitted"),
        ("unix", "Operation not permitted"),
        ("listen", "Operation not permitted"),
    ] {
        assert_eq!(told(name), wanted, "{name}: {out:?}");
    }
    assert_ne!(told("signal"), "done");
    assert!(other.heard().is_empty());
    assert!(!env.home().join("written").exists());
}

#[test]
fn a_server_that_says_no_word_may_speak_another_format() {
    let installed = Installed::new();
    let server = Server::start(|_| (200, ""));
    installed.env.config("config.toml", &format!("[models.x]\nkind='openai'\nurl='{}'\nmodel='m'\n", server.url()));
    let out = installed.run(&["model", "test"], &[]);
    assert_eq!((out.status, out.stdout.as_str()), (Some(1), ""), "{out:?}");
    assert!(out.stderr.contains("x answers without a word (does its server speak openai"), "{out:?}");
}

#[test]
fn programs_are_asked() {
    let env = Env::new();
    let think = env.script(
        "bin/think",
        "#!/bin/sh\nprompt=$(cat)\nprintf '%s\\n' \"$prompt\" >> \"$HOME/asked\"\n\
         case $prompt in *Schema*) echo '```json\n{\"ready\": true}\n```' ;; *) echo ready ;; esac\n",
    );
    env.config("config.toml", &format!("[models.own]\ncommand = ['{}', '-p']\n", think.display()));
    let out = env.ghost(["model", "test", "own"]);
    assert_eq!((out.status, out.stdout.contains("own is reachable")), (Some(0), true), "{out:?}");
    assert!(env.read("asked").contains("JSON Schema"), "{}", env.read("asked"));
    assert_eq!(calls(&env).len(), 4);
    env.script("bin/think", "#!/bin/sh\necho 'you are not logged in' >&2\nexit 1\n");
    let out = env.ghost(["model", "test"]);
    assert_eq!(
        (out.status, out.stderr.as_str()),
        (Some(1), "ghost: own does not answer: think: you are not logged in\n")
    );
}

#[test]
fn a_line_that_is_only_asked_about_may_be_told_to_a_model_elsewhere() {
    let env = Env::new();
    let think = env.script("bin/think", "#!/bin/sh\ncat >> \"$HOME/asked\"\necho nothing\n");
    env.config("config.toml", &format!("[models.own]\ncommand = ['{}']\n", think.display()));
    env.file("said", "it went wrong somehow\n");
    let out = env.ghost(["fix", "--json", "--line", "true --quite-unknown", "--status", "3", "--output", "said"]);
    assert_eq!(out.status, Some(1), "{out:?}");
    assert!(env.read("asked").contains("--quite-unknown"), "{}", env.read("asked"));
    // What leaves is told of, and nothing of it is remembered.
    assert!(calls(&env).iter().any(|entry| entry["typed"] == "true --quite-unknown"), "{:?}", calls(&env));
    let told = env.ghost(["memory", "list", "--json"]);
    assert!(!told.stdout.contains("--quite-unknown"), "{told:?}");
}

/// `ghost COMMAND` at a terminal, with a model that says nothing until somebody writes into its pipe.
fn waiting(keys: &str) -> Left {
    let env = Env::new();
    let think = env.script("bin/think", "#!/bin/sh\ncat >/dev/null\nread -r said <\"$HOME/pipe\"\n");
    let rights = nix::sys::stat::Mode::S_IRUSR | nix::sys::stat::Mode::S_IWUSR;
    nix::unistd::mkfifo(&env.home().join("pipe"), rights).expect("a pipe");
    let text = "[memory]\nenabled = false\n[models.own]\ncommand = ";
    env.config("config.toml", &format!("{text}['{}']\n", think.display()));
    let wrong = env.script("bin/wrong", "#!/bin/sh\necho it went wrong somehow >&2\nexit 3\n");
    let mut terminal = Terminal::program(&env, GHOST, &["--", wrong.to_str().expect("a path")]);
    terminal.expect_on_screen("asking own … Ctrl-C stops");
    assert!(terminal.screen().contents().contains("it went wrong somehow"), "what failed is seen meanwhile");
    terminal.send(keys);
    terminal.until("the wait is over", |screen| {
        let text = screen.contents();
        text.contains("it went wrong somehow") && !text.contains("asking own")
    });
    terminal.finish()
}

#[test]
fn the_wait_for_a_model_ends_by_a_key() {
    for keys in ["\x03", "l"] {
        let left = waiting(keys);
        assert_eq!((left.status, left.signal), (Some(3), None), "{keys:?}: {left:?}");
        assert!(!left.rest.contains("it went wrong somehow"), "it was seen already: {left:?}");
    }
}

#[test]
fn who_has_just_not_answered_is_not_waited_for_again_and_a_script_waits_for_nobody() {
    let env = Env::new();
    let think = env.script("bin/think", "#!/bin/sh\ncat >/dev/null\necho x >> \"$HOME/asked\"\nexec sleep 77\n");
    let text = "[memory]\nenabled = false\n[model]\nrepair_seconds = 1\n[models.own]\ncommand = ";
    env.config("config.toml", &format!("{text}['{}']\n", think.display()));
    let wrong = env.script("bin/wrong", "#!/bin/sh\necho it went wrong somehow >&2\nexit 3\n");
    let wrong = wrong.to_str().expect("a path");
    let out = env.ghost(["--", wrong]);
    assert_eq!((out.status, env.home().join("asked").exists()), (Some(3), false), "nobody sits there: {out:?}");
    assert_eq!(out.stderr, "it went wrong somehow\n");
    for is_first in [true, false] {
        let mut terminal = Terminal::program(&env, GHOST, &["--", wrong]);
        if is_first {
            terminal.expect_on_screen("own does not answer, so no failing line waits for it for 5 minutes");
        }
        let left = terminal.finish();
        assert_eq!(left.status, Some(3), "{left:?}");
        assert!(is_first || !left.rest.contains("own"), "{left:?}");
        assert_eq!(env.read("asked"), "x\n", "{left:?}");
    }
    // Asked for by hand it is asked again.
    let _ = env.ghost(["fix", "--json", "--line", "true --quite-unknown", "--status", "3"]);
    assert!(env.read("asked").lines().count() > 1);
}

#[test]
fn an_agent_ends_with_ghost_however_ghost_ends() {
    use nix::sys::signal::{Signal, kill};
    for signal in [Signal::SIGTERM, Signal::SIGHUP, Signal::SIGKILL] {
        let env = Env::new();
        let temporary = env.file("tmp/kept", "").parent().expect("a folder").to_owned();
        let think = env.script(
            "bin/think",
            "#!/bin/sh\necho $$ >\"$HOME/pid.new\"\nmv \"$HOME/pid.new\" \"$HOME/pid\"\nexec sleep 77\n",
        );
        env.config("config.toml", &format!("[models.own]\ncommand = ['{}']\n", think.display()));
        let mut command = env.command(["model", "test"]);
        command.env("TMPDIR", &temporary);
        let mut ghost = command.spawn().expect("ghost");
        let path = env.home().join("pid");
        eventually("it is asked", || path.exists());
        let pid = env.read("pid");
        kill(nix::unistd::Pid::from_raw(ghost.id().cast_signed()), signal).expect("it runs");
        let status = ghost.wait().expect("it ends");
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(signal as i32), "{status:?}");
        let process = Path::new("/proc").join(pid.trim());
        eventually("the agent has ended", || !process.exists());
        if signal != Signal::SIGKILL {
            assert_eq!(fs::read_dir(&temporary).expect("a folder").count(), 1, "its folder is gone: {signal}");
        }
    }
}

#[test]
fn nothing_leaves_that_is_not_written_down() {
    let env = Env::new();
    let think = env.script("bin/think", "#!/bin/sh\ntouch \"$HOME/asked\"\necho ready\n");
    env.config("config.toml", &format!("[models.own]\ncommand = ['{}']\n", think.display()));
    // A folder is in the journal's place: nobody, root included, can write there.
    fs::create_dir_all(env.home().join(".local/state/ghost/journal.jsonl")).expect("a folder");
    let out = env.ghost(["model", "test"]);
    assert!(out.status == Some(1) && out.stderr.contains("the journal cannot be written"), "{out:?}");
    assert!(!env.home().join("asked").exists());
}

#[test]
fn the_brain_names_a_model_and_hears_what_it_said() {
    let env = Env::new();
    let secret = ["Zx8Kq3", "Lm9Pw2Rt"].concat();
    let think = env.script("bin/think", "#!/bin/sh\ntee -a \"$HOME/asked\"\n");
    env.config(
        "config.toml",
        &format!(
            "[models.own]\ncommand = ['{}']\n[models.away]\nkind = 'openai'\nurl = 'https://h.example/v1'\nmodel = 'm'\n\
             key_env = 'AWAY_KEY'\n[models.unused]\ncommand = ['x']\n[model]\nuse = ['own', 'away']\n",
            think.display()
        ),
    );
    let told = format!("Look: DB_PASSWORD={secret}\n");
    let brain = Scripted::answering(serde_json::json!([
        {"action": "mind", "action_id": "own", "name": "own", "messages": [{"role": "user", "text": told}]},
        {"await": "result"},
        {"action": "mind", "action_id": "unused", "name": "unused", "messages": [{"role": "user", "text": "y"}]},
        {"await": "result"},
        {"action": "mind", "action_id": "no key", "name": "away", "messages": [{"role": "user", "text": "y"}]},
        {"await": "result"},
        {"action": "reply", "text": "so it is"},
    ]));
    let out = env.ghost(["--kernel", brain.program().to_str().expect("a path"), "ask", "what is there"]);
    assert_eq!(out.stdout, "so it is\n", "{out:?}");
    let results = brain.events("result");
    assert_eq!((&results[0]["exit_code"], &results[0]["usage"]["stop"]), (&0.into(), &"stop".into()), "{results:?}");
    assert!(
        results[0]["stdout"].as_str().is_some_and(|text| text.contains("DB_PASSWORD=\u{ab}secret-")),
        "{results:?}"
    );
    assert!(brain.events("piece").iter().any(|piece| piece["action_id"] == "own"), "{results:?}");
    assert!(results[1]["refused"].as_str().is_some_and(|why| why.contains("no such model")), "{results:?}");
    assert_eq!(results[2]["stderr"], "key", "{results:?}");
    assert!(!env.read("asked").contains(&secret) && env.read("asked").contains("DB_PASSWORD"));
    let hello = brain.events("hello")[0].to_string();
    assert!(hello.contains("\"away\"") && !hello.contains("h.example") && !hello.contains("AWAY_KEY"), "{hello}");
    assert!(!hello.contains("unused"), "{hello}");
    let names: Vec<_> = calls(&env).iter().filter_map(|call| call["runs"].as_str().map(str::to_owned)).collect();
    assert_eq!(names, ["own", "away"]);
    assert_eq!(calls(&env)[0]["typed"], "what is there");
}

#[test]
fn a_sentence_reaches_a_server_without_its_secret() {
    let env = Env::new();
    let server = obedient();
    let secret = ["Zx8Kq3", "Lm9Pw2Rt"].concat();
    env.config("config.toml", &format!("[models.near]\nkind='openai'\nurl='{}'\nmodel='m'\n", server.url()));
    let text = format!("write a poem about the moon and DB_PASSWORD={secret}");
    let out = env.ghost(["ask", &text]);
    let heard = server.heard();
    assert!(!heard.is_empty(), "{out:?}");
    assert!(heard.iter().all(|request| !request.body.contains(&secret)), "{heard:?}");
    assert!(heard.iter().any(|request| request.body.contains("moon")), "{heard:?}");
    assert!(!env.read(".local/state/ghost/journal.jsonl").contains(&secret));
}

/// Counters of everything that was sent or tried in a network of its own (proc(5), /proc/net/snmp): none moves where
/// nothing ever opens a connection or sends a datagram.
#[test]
fn without_a_model_nothing_connects_anywhere() {
    const COUNTED: &[&str] = &["Ip OutRequests", "Ip OutNoRoutes", "Tcp ActiveOpens", "Udp OutDatagrams"];
    let env = Env::new();
    env.file("notes.txt", "x");
    let server = "http://127.0.0.1:9/v1";
    let run = |lines: &str| {
        let script = format!("{lines}\ncat /proc/net/snmp /proc/net/snmp6");
        let mut command = env.command(["x"]);
        let words: Vec<_> =
            command.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect();
        command = Command::new("unshare");
        command.args(["-rn", "sh", "-c", &script, "sh", GHOST]).env_clear().envs(words).current_dir(env.home());
        command
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped());
        env.finish(command)
    };
    let counters = |text: &str| -> HashMap<String, u64> {
        let mut found = HashMap::new();
        let lines: Vec<&str> = text.lines().collect();
        for pair in lines.windows(2) {
            if let (Some((name, names)), Some((again, values))) = (pair[0].split_once(": "), pair[1].split_once(": "))
                && name == again
            {
                let values = values.split(' ').map(|value| value.parse().unwrap_or(0));
                found.extend(names.split(' ').map(|field| format!("{name} {field}")).zip(values));
            }
        }
        for line in lines {
            if let Some((name, value)) =
                line.split_once(char::is_whitespace).filter(|(name, _)| name.starts_with("Ip6Out"))
            {
                found.insert(name.to_owned(), value.trim().parse().unwrap_or(0));
            }
        }
        found
    };
    let moved = |text: &str| -> Vec<String> {
        let found = counters(text);
        assert!(COUNTED.iter().all(|name| found.contains_key(*name)), "{text}");
        let counted = |name: &String| {
            COUNTED.contains(&name.as_str()) || matches!(name.as_str(), "Ip6OutRequests" | "Ip6OutNoRoutes")
        };
        found.into_iter().filter(|(name, value)| *value > 0 && counted(name)).map(|(name, _)| name).collect()
    };
    if !run("true").stdout.contains("Tcp:") {
        eprintln!("not tried: this machine lets nobody have a network of their own");
        return;
    }
    let quiet = run(
        "\"$1\" gti --version >repaired\n\"$1\" cat notes.tx >repaired-too\n\"$1\" ask 'what is using port 8080?'\n\"$1\" ask 'why is it slow'\n\
         \"$1\" why >/dev/null\n\"$1\" model list\n\"$1\" doctor >/dev/null\n\"$1\" model test",
    );
    assert!(
        env.read("repaired").contains("git version") || env.read("repaired-too").contains('x'),
        "a brain was asked: {quiet:?}"
    );
    assert_eq!(moved(&quiet.stdout), Vec::<String>::new(), "{quiet:?}");
    // The counters do count: with a model, the attempt is seen.
    let installed = Installed::new();
    installed.env.config("config.toml", &format!("[models.x]\nkind='openai'\nurl='{server}'\nmodel='m'\n"));
    let mut script = format!("HOME='{}' '{}' model test", installed.env.home().display(), installed.ghost.display());
    script += " 2>/dev/null";
    let loud = run(&script);
    assert_ne!(moved(&loud.stdout), Vec::<String>::new(), "{loud:?}");
}
