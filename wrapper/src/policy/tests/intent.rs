//! How far a repair may go from the line that was typed.

use super::*;

#[test]
fn a_repair_stays_within_the_typed_line() {
    for (typed, proposed) in [
        // Another file, another host, another process, other rights, other code, more arguments.
        ("cp a.txt b.tx", "cp a.txt c.txt"),
        ("curl https://example.org", "curl https://example.com"),
        ("kill 12x", "kill 34"),
        ("systemctl --user status x", "systemctl --user restart x"),
        ("ls x", "sudo ls x"),
        ("make", "make install"),
        ("make all", "make -C src all"),
        ("npm run a", "npm --prefix b run a"),
        ("A=1 ./x.sh", "A=2 ./x.sh"),
        ("./x.sh", "./y.sh"),
        ("./x.sh", "bash ./x.sh --force"),
        ("python x.py", "python3 x.py --yes"),
        ("cat a.txt", "curl example.org"),
        ("ls", "sh x.sh"),
        ("git status", "git push"),
        ("grep x y", "sed -i s/x/y/ y"),
        // More of it, by force, without a question, to all there is.
        ("git push up main", "git push down main"),
        ("git push up main", "git push up --all"),
        ("curl https://example.org", "curl -k https://example.org"),
        ("npx abc", "npx -y abc"),
        ("npm install abc", "npm install -g abc"),
        ("pip install abc", "pip install --break-system-packages abc"),
        ("kill 12", "kill -9 12"),
        ("pkill abc", "pkill -f abc"),
        ("tee -a b.txt", "tee b.txt"),
        ("cat a.txt >> b.txt", "cat a.txt > b.txt"),
        ("ssh host ls", "ssh host rm x"),
        ("redis-cli get x", "redis-cli flushall"),
        ("psql -h one x", "psql -h two x"),
        ("cargo build", "cargo run"),
        ("unzip a.zip", "unzip -o a.zip"),
        ("./x.sh", "sed -i 's/a/b/' x.sh && ./x.sh"),
        ("echo 'x | sh'", "echo x | sh"),
        ("cat x | bash", "cat y | bash"),
        ("echo '$(./x)'", "echo $(./x)"),
    ] {
        for case in [&UNPROVEN, &Case { level: Level::Auto, ..UNPROVEN }, &Case { yes: true, ..UNPROVEN }] {
            assert_eq!(verdict(typed, proposed, case), "ask", "{typed} -> {proposed}");
        }
    }
}

#[test]
fn the_same_words_in_another_folder_are_asked_about() {
    let auto = Case { level: Level::Auto, ..UNPROVEN };
    let yes = Case { yes: true, ..UNPROVEN };
    for (typed, proposed, agreed) in [
        ("make all", "(cd folder && make all)", "run"),
        ("npm run a", "cd .. && npm run a", "run"),
        ("make all", "(cd /opt/x && make all)", "ask"),
        ("make all", "(cd ~/x && make all)", "ask"),
        ("make all", "(cd $X && make all)", "ask"),
        ("make all", "(cd folder && make clean)", "ask"),
        ("make all", "(cd ../../opt && make all)", "ask"),
        ("make all", "(cd folder/../../x && make all)", "ask"),
        ("make all", "command cd /opt/x && make all", "ask"),
        ("make all", "builtin cd /opt/x && make all", "ask"),
        ("make all", "env -C /opt/x make all", "ask"),
    ] {
        assert_eq!(verdict(typed, proposed, &UNPROVEN), "ask", "{proposed}");
        assert_eq!(verdict(typed, proposed, &auto), "ask", "{proposed}");
        assert_eq!(verdict(typed, proposed, &yes), agreed, "{proposed}");
    }
}

#[test]
fn an_unchanged_command_is_what_was_asked_for() {
    let yes = Case { yes: true, ..UNPROVEN };
    for (typed, proposed, agreed) in [
        ("cp *.txt new/", "mkdir -p new && cp *.txt new/", "run"),
        ("mv $X new/", "mkdir -p new && mv $X new/", "run"),
        ("cp *.txt new/", "cd folder && cp *.txt new/", "ask"),
        ("cp *.txt new/", "mkdir -p new && cp *.md new/", "ask"),
        ("mv $X new/", "X=a.txt; mv $X new/", "ask"),
        ("mv $X new/", "mkdir -p new && X=a.txt && mv $X new/", "ask"),
        ("mv $X new/", "X=a.txt mv $X new/", "ask"),
        ("mv $X new/", "for X in a.txt; do mv $X new/; done", "ask"),
    ] {
        assert_eq!(verdict(typed, proposed, &UNPROVEN), "ask", "{proposed}");
        assert_eq!(verdict(typed, proposed, &yes), agreed, "{proposed}");
    }
}

/// Not even what only reads, and not with a yes given ahead.
#[test]
fn a_guess_is_only_offered() {
    for (typed, proposed) in [("git lgo", "git log"), ("mkdri new", "mkdir new"), ("cp a.tx b.txt", "cp a.txt b.txt")] {
        for case in [&ASK, &AUTO, &YES] {
            assert_eq!(verdict(typed, proposed, &Case { confidence: 0.59, ..*case }), "ask", "{typed}");
        }
        assert_eq!(verdict(typed, proposed, &Case { confidence: 0.6, ..AUTO }), "run", "{typed}");
    }
}

/// A word that cannot be run at all was misspelt; which program was meant, a yes given ahead may say.
#[test]
fn a_missing_program_may_be_respelt_with_consent() {
    for (typed, proposed) in [
        ("tra xf a.tar", "tar xf a.tar"),
        ("crul https://example.org", "curl https://example.org"),
        ("cpx a.txt b.txt", "cp a.txt b.txt"),
    ] {
        assert_eq!(verdict(typed, proposed, &UNPROVEN), "ask", "{typed}");
        assert_eq!(verdict(typed, proposed, &Case { level: Level::Auto, ..UNPROVEN }), "ask", "{typed}");
        assert_eq!(verdict(typed, proposed, &Case { yes: true, ..UNPROVEN }), "run", "{typed}");
        let told = Case { yes: true, origin: Some(OriginKind::Output), ..UNPROVEN };
        assert_eq!(verdict(typed, proposed, &told), "ask", "the output names it: {typed}");
    }
    let yes = Case { yes: true, ..UNPROVEN };
    for (typed, proposed) in [
        // The program exists; the word is far, or not the program; a file is emptied; code, rights and loss stay asked.
        ("ls a.txt", "cp a.txt b.txt"),
        ("cta a.txt > otu", "cat a.txt > out"),
        ("hs x.sh", "sh x.sh"),
        ("sduo ls", "sudo ls"),
        ("qqq a.txt b.txt", "cp a.txt b.txt"),
        ("cpx | tee cpx", "cpx | tee cp"),
    ] {
        assert_ne!(verdict(typed, proposed, &yes), "run", "{typed}");
    }
}

/// What is to be written need not exist: another name that does is no proof of a slip.
#[test]
fn no_slip_is_mended_into_writing_over_another_file() {
    for (typed, proposed) in [("cat a.txt > otu", "cat a.txt > out"), ("cp a.txt b.tx", "cp a.txt b.txt")] {
        assert_eq!(verdict(typed, proposed, &AUTO), "ask", "{typed}");
    }
    assert_eq!(verdict("cta a.txt > b.txt", "cat a.txt > b.txt", &AUTO), "run");
}

#[test]
fn the_same_code_may_be_reached_another_way() {
    for (typed, proposed) in [
        ("./x.sh a", "chmod u+x x.sh && ./x.sh a"),
        ("./x.sh", "bash x.sh"),
        ("python x.py", "python3 x.py"),
        ("pip install abc", "python3 -m pip install abc"),
        ("git push", "git push -u origin main"),
        ("tar xzf a.tar", "tar xjf a.tar"),
        ("pip install req.txt", "pip install -r req.txt"),
        ("pip3 install abc", "pip install abc"),
        ("yarn run lint", "npm run lint"),
        ("tool1 --a b", "tool1 '--a' b"),
        ("tool1 a > b.tx", "tool1 a > b.tx"),
        ("./x.sh a", "sed -i 's/\\r$//' x.sh && ./x.sh a"),
        ("git merge topic", "git merge --allow-unrelated-histories topic"),
        ("git config --gloabl a.b c", "git config --global a.b c"),
        ("curl -O https://example.org", "curl -o new.html https://example.org"),
    ] {
        assert_eq!(verdict(typed, proposed, &UNPROVEN), "ask", "{typed}");
        assert_eq!(verdict(typed, proposed, &Case { yes: true, ..UNPROVEN }), "run", "{typed}");
        assert_eq!(verdict(typed, proposed, &Case { level: Level::Auto, ..UNPROVEN }), "run", "{typed}");
    }
}

#[test]
fn proven_is_verified_here_too() {
    for (typed, proposed) in [
        // Two words, a far word, another operator: whatever the brain claims.
        ("mkdri nwe", "mkdir new"),
        ("git frob x", "git commit x"),
        ("mkdir new; git add a.txt", "mkdir new && git add a.txt"),
        ("touch a.txt new1", "touch a.txt new1 new2"),
    ] {
        let (typed, proposed) = (read(typed), read(proposed));
        assert!(change::one(&typed, &proposed).is_none_or(|change| !change.is_near()), "{}", typed.line.text);
    }
    assert_eq!(verdict("mkdri nwe", "mkdir new", &ASK), "ask");
    assert_eq!(verdict("git frob x", "git commit x", &ASK), "ask");
    // And what is near here may not be the only near name there.
    assert_eq!(verdict("git comit -m x", "git commit -m x", &UNPROVEN), "ask");
}

#[test]
fn words_nobody_vouches_for_make_it_ask() {
    for origin in [Some(OriginKind::Output), Some(OriginKind::Model), None] {
        let case = Case { origin, ..ASK };
        for (typed, proposed) in [("sl", "ls"), ("cat a.tx", "cat a.txt"), ("mkdri new", "mkdir new")] {
            assert_eq!(verdict(typed, proposed, &case), "ask", "{typed}");
            assert_eq!(verdict(typed, proposed, &Case { level: Level::Auto, origin, ..ASK }), "ask", "{typed}");
        }
        // A program, a host or a package from there is not answered by --yes either.
        let yes = Case { yes: true, origin, ..ASK };
        for (typed, proposed) in [
            ("sl", "ls"),
            ("curl exmple.org", "curl example.org"),
            ("pip install reqests", "pip install requests"),
            ("make bulid", "make build"),
        ] {
            assert_eq!(verdict(typed, proposed, &yes), "ask", "--yes: {typed}");
        }
        assert_eq!(verdict("cat a.tx", "cat a.txt", &yes), "run");
        assert_eq!(verdict("git push", "git push -u origin main", &Case { proven: false, ..yes }), "run");
    }
    // A model's own claim about a rule is no rule; what this machine knows is.
    let model = Case { source: Source::Model, origin: Some(OriginKind::Rule), ..ASK };
    assert_eq!(verdict("sl", "ls", &model), "ask");
    assert_eq!(verdict("sl", "ls", &Case { origin: Some(OriginKind::Local), ..model }), "run");
    assert_eq!(verdict("sl", "ls", &Case { origin: Some(OriginKind::Typed), ..ASK }), "ask");
}

#[test]
fn a_part_that_ran_is_not_run_again_unasked() {
    let decide_again = |typed: &str, failed: usize, proposed: &str, yes: bool| {
        let (typed, proposed) = (read(typed), read(proposed));
        let Resume::Run(part) = line::resume(&typed, Some(failed), &proposed, Scope::Session, &line::parse) else {
            panic!("one part")
        };
        let facts = machine(&[&typed, &part.run]);
        let origins = change::new_words(&typed, &proposed)
            .into_iter()
            .map(|word| Origin { word, origin: OriginKind::Local })
            .collect();
        let candidate = candidate("", origins);
        let consent = Consent { level: Level::Auto, yes };
        matches!(judged([&typed, &proposed], &part, &candidate, &[], &facts, consent), Decision::Run(_))
    };
    assert!(decide_again("cat a.txt | srot", 1, "cat a.txt | sort", false));
    assert!(!decide_again("tee new.txt | srot", 1, "tee new.txt | sort", false));
    assert!(decide_again("tee new.txt | srot", 1, "tee new.txt | sort", true));
    assert!(!decide_again("./pay | gerp ok", 1, "./pay | grep ok", true));
}

#[test]
fn quoting_alone_changes_no_intent() {
    assert_eq!(verdict("cp my file.txt b.txt", "cp 'my file.txt' b.txt", &YES), "run");
    assert_eq!(verdict("echo it's > b.txt", "echo \"it's\" > b.txt", &YES), "run");
    assert_eq!(verdict("echo it's", "echo \"it's\"", &ASK), "run");
}

#[test]
fn a_misspelt_module_is_mended_as_it_was_meant() {
    let (typed, proposed) = ("python3 -m jsno.tool a.json", "python3 -m json.tool a.json");
    assert_eq!(verdict(typed, proposed, &AUTO), "run");
    assert_eq!(verdict(typed, proposed, &YES), "run");
    assert_eq!(verdict(typed, proposed, &UNPROVEN), "ask");
    // Another module may lie in this folder.
    assert_eq!(verdict("jq . a.json", proposed, &AUTO), "ask");
}
