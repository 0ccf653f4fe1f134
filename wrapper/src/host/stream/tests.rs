use super::*;

const MS: Duration = Duration::from_millis(1);

struct Story {
    stream: Stream,
    start: Instant,
    now: Instant,
}

impl Story {
    fn begin() -> Self {
        let now = Instant::now();
        Self { stream: Stream::new("t0", Hold::default(), now), start: now, now }
    }

    fn mark(&mut self, body: &str) {
        self.prints(&format!("\x1b]6973;t0;{body}\x07"));
    }

    fn prints(&mut self, text: &str) {
        self.stream.take(text.as_bytes(), self.now);
    }

    /// Lets time pass, as the relay would.
    fn wait(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some(left) = self.stream.tick(self.now) {
            if self.now + left > end {
                break;
            }
            self.now += left.max(MS / 1000);
        }
        self.now = end;
        self.stream.tick(end);
    }

    fn types(&mut self, keys: &str) -> &'static [u8] {
        self.stream.typed(keys.as_bytes(), self.now)
    }

    /// A failed command whose error is held back, and whose repair is to run at the prompt.
    fn repairing() -> Self {
        let mut story = Self::begin();
        story.mark("C;1.1");
        story.prints("bash: gti: command not found\r\n");
        story.mark("D;1.1;127;1");
        assert!(story.stream.forget(&id("1.1")));
        story.stream.expect_run();
        story
    }

    fn shown(&mut self) -> String {
        String::from_utf8(std::mem::take(self.stream.out())).expect("text")
    }
}

fn id(text: &str) -> RunId {
    RunId::read(text).expect("an identity")
}

#[test]
fn what_works_is_shown_when_it_ends_or_the_window_does() {
    let mut story = Story::begin();
    story.prints("$ ls\r\n");
    assert_eq!(story.shown(), "$ ls\r\n");
    story.mark("C;1.1");
    story.prints("file\r\n");
    assert_eq!(story.shown(), "");
    story.mark("D;1.1;0;0");
    assert_eq!(story.shown(), "file\r\n");
    story.mark("C;1.2");
    story.prints("slow");
    story.wait(39 * MS);
    assert_eq!(story.shown(), "");
    story.wait(2 * MS);
    assert_eq!(story.shown(), "slow");
    story.prints(" output");
    assert_eq!(story.shown(), " output");
    assert!(story.now - story.start < 100 * MS);
}

#[test]
fn a_failure_is_kept_until_it_has_been_decided() {
    let mut story = Story::begin();
    story.mark("C;1.1");
    story.prints("bash: gti: command not found\r\n");
    story.mark("D;1.1;127;1");
    assert_eq!(story.shown(), "");
    let ended = story.stream.ended(&id("1.1")).expect("it has ended").clone();
    assert_eq!((ended.status, ended.shown), (127, false));
    assert_eq!(ended.text.head, b"bash: gti: command not found\r\n");
    story.stream.looked_at(story.now);
    story.wait(900 * MS);
    assert!(story.stream.is_held());
    assert!(!story.stream.forget(&id("1.0")), "another command's");
    story.stream.release_of(&id("1.0"));
    assert!(story.stream.forget(&id("1.1")));
    story.stream.expect_run();
    story.mark("A");
    story.mark("W");
    story.prints("\x1b[?2004h$ ");
    assert!(story.stream.defers_typing());
    assert_eq!(story.stream.take_keys(false, story.now), b"\x1b[6973~\x1b[6976~");
    story.prints("git --version\r\n");
    story.mark("C;1.2");
    story.prints("git version 2\r\n");
    story.mark("D;1.2;0;0");
    assert_eq!(story.shown(), "git version 2\r\n");
}

#[test]
fn what_a_job_in_the_background_prints_is_never_kept_from_view() {
    let mut story = Story::begin();
    story.mark("C;1.1");
    story.prints("bash: gti: command not found\r\n");
    story.mark("D;1.1;127;1");
    assert_eq!(story.stream.has_failed(), Some(id("1.1")));
    assert_eq!(story.stream.has_failed(), None);
    story.stream.show_all();
    assert_eq!(story.shown(), "bash: gti: command not found\r\n");
    assert!(!story.stream.forget(&id("1.1")));
    story.prints("a job\r\n");
    story.stream.expect_run();
    story.mark("A");
    story.mark("W");
    story.prints("$ ");
    assert_eq!(story.shown(), "a job\r\n$ ");
    assert_eq!(story.stream.take_keys(false, story.now), [FILL_KEY, ACCEPT_KEY].concat(), "and it is repaired");
    story.mark("C;1.2");
    story.mark("D;1.2;1;1");
    assert_eq!(story.stream.has_failed(), Some(id("1.2")), "it is looked again");
}

#[test]
fn nobody_asks_or_nobody_answers_and_the_error_is_shown() {
    let mut story = Story::begin();
    story.mark("C;1.1");
    story.prints("oh\r\n");
    story.mark("D;1.1;1;1");
    story.wait(499 * MS);
    assert_eq!(story.shown(), "");
    story.wait(2 * MS);
    assert_eq!(story.shown(), "oh\r\n");
    assert!(!story.stream.forget(&id("1.1")));
    story.mark("C;1.2");
    story.prints("no\r\n");
    story.mark("D;1.2;1;1");
    story.stream.looked_at(story.now);
    story.wait(3001 * MS);
    assert_eq!(story.shown(), "no\r\n");
}

#[test]
fn a_key_shows_what_is_held() {
    let mut story = Story::begin();
    story.mark("C;1.1");
    story.prints("sure? ");
    story.types("y");
    assert_eq!(story.shown(), "sure? ");
    story.mark("D;1.1;1;1");
    assert!(!story.stream.is_held());
    assert!(story.stream.ended(&id("1.1")).expect("it has ended").shown);
}

#[test]
fn what_is_typed_goes_first_and_then_nothing_of_ours_runs() {
    let mut story = Story::repairing();
    story.types("ls\r");
    story.mark("A");
    story.mark("W");
    story.prints("$ ");
    assert_eq!(story.shown(), "bash: gti: command not found\r\n$ ", "the error is seen after all");
    assert!(!story.stream.wants_editor() && !story.stream.defers_typing());
    // Typed before, and found only when the editor is ready.
    let mut story = Story::repairing();
    story.mark("A");
    story.mark("W");
    story.prints("$ ");
    assert!(story.stream.take_keys(true, story.now).is_empty());
    assert_eq!(story.shown(), "bash: gti: command not found\r\n$ ");
}

#[test]
fn a_line_is_put_only_into_an_editor_that_nobody_types_into() {
    let offer = |story: &mut Story| {
        story.mark("C;1.1");
        assert!(story.stream.is_unsure(), "somebody looks whether keys wait");
        assert!(!story.stream.is_unsure());
        story.mark("D;1.1;1;1");
    };
    let mut story = Story::begin();
    offer(&mut story);
    story.types("l");
    story.mark("F");
    assert!(!story.stream.wants_editor(), "typed while it was thought about");
    offer(&mut story);
    story.mark("F");
    story.types("l");
    assert!(!story.stream.wants_editor(), "typed while the editor got ready");
    offer(&mut story);
    story.mark("F");
    assert!(story.stream.take_keys(true, story.now).is_empty(), "typed before");
    offer(&mut story);
    story.mark("F");
    assert_eq!(story.stream.take_keys(false, story.now), FILL_KEY);
    story.now += 100 * MS;
    assert_eq!(story.types("l"), FILL_KEY, "it is taken out again");
    assert_eq!(story.types("s"), b"");
    for (keys, pause) in [("\r", Duration::ZERO), ("\x1b[C", Duration::ZERO), ("x", 301 * MS)] {
        offer(&mut story);
        story.mark("F");
        assert_eq!(story.stream.take_keys(false, story.now), FILL_KEY);
        story.now += pause;
        assert_eq!(story.types(keys), b"", "{keys:?}");
    }
}

#[test]
fn a_line_that_was_refused_unread_may_be_mended_at_the_prompt() {
    let mut story = Story::begin();
    story.types("ls (a)\r");
    story.prints("bash: syntax error near unexpected token `('\r\n");
    story.mark("D;1.1;2;1");
    assert!(story.stream.is_unsure());
    story.mark("F");
    assert!(story.stream.wants_editor());
}

#[test]
fn a_title_is_told_at_once_and_is_no_output() {
    let mut story = Story::begin();
    story.mark("C;1.1");
    story.prints("\x1b]133;C\x1b\\\x1b]2;~> gti\x07");
    assert_eq!(story.shown(), "\x1b]133;C\x1b\\\x1b]2;~> gti\x07");
    story.wait(100 * MS);
    story.prints("\x1b]7;file://here\x07Error: not found\r\n");
    assert_eq!(story.shown(), "\x1b]7;file://here\x07");
    story.mark("D;1.1;1;1");
    assert!(story.stream.forget(&id("1.1")), "nothing of it was seen");
    for text in ["\x1b]11;?\x07", "\x1b]2;half", "\x1b]2;half\x1b", "\x1b[2J", "text", ""] {
        assert_eq!(told_first(text.as_bytes()), 0, "{text:?}");
    }
}

#[test]
fn an_editor_that_fills_itself_is_emptied_for_whoever_types_blindly() {
    let mut story = Story::begin();
    story.mark("C;1.1");
    story.mark("D;1.1;1;1");
    story.mark("L");
    assert_eq!(story.types("\x1b[12;1R"), b"", "the terminal's answer is not typed");
    assert_eq!(story.types("l"), CLEAR_KEY);
    assert_eq!(story.types("s"), b"");
    story.mark("C;1.2");
    story.mark("D;1.2;1;1");
    story.mark("L");
    assert_eq!(story.types("\x1b[12;1Rl"), CLEAR_KEY, "both at once");
}

#[test]
fn a_prompt_that_nobody_sees_learns_where_the_cursor_is() {
    let mut story = Story::repairing();
    story.mark("A");
    story.prints("\x1b[?2004h\x1b[6n\x1b[1;1H> git --version");
    assert_eq!(story.shown(), "\x1b[6n");
    let mut keys = b"ls\x1b[7;1R\r\x1b[7;1R".to_vec();
    assert_eq!(story.stream.take_reports(&mut keys), b"\x1b[7;1R");
    assert_eq!(keys, b"ls\r\x1b[7;1R", "asked once, answered once");
    story.mark("C;1.2");
    story.prints("git version 2\r\n");
    story.mark("D;1.2;0;0");
    assert_eq!(story.shown(), "git version 2\r\n");
    // Shown after all, the question is not asked again.
    let mut story = Story::repairing();
    story.mark("A");
    story.prints("\x1b[6n> ");
    story.wait(2001 * MS);
    assert_eq!(story.shown(), "\x1b[6nbash: gti: command not found\r\n> ");
}

#[test]
fn a_prompt_is_never_lost() {
    let mut story = Story::begin();
    story.stream.expect_run();
    story.mark("A");
    story.prints("$ ");
    story.wait(1999 * MS);
    assert_eq!(story.shown(), "");
    story.wait(2 * MS);
    assert_eq!(story.shown(), "$ ");
    assert!(!story.stream.defers_typing());
    // Nothing was to run: the prompt is seen.
    story.mark("A");
    story.mark("W");
    story.prints("$ ");
    assert_eq!(story.shown(), "$ ");
    assert!(story.stream.take_keys(false, story.now).is_empty());
}

#[test]
fn half_a_mark_is_shown_after_a_moment() {
    let mut story = Story::begin();
    story.prints("x\x1b]6973;t");
    assert_eq!(story.shown(), "x");
    story.wait(21 * MS);
    assert_eq!(story.shown(), "\x1b]6973;t");
}

#[test]
fn nothing_is_lost_in_the_end() {
    let mut story = Story::begin();
    story.mark("C;1.1");
    story.prints("exit\r\nbye\x1b]");
    assert_eq!(story.shown(), "");
    story.stream.finish();
    assert_eq!(story.shown(), "exit\r\nbye\x1b]");
    let mut story = Story::begin();
    story.stream.expect_run();
    story.mark("A");
    story.prints("$ ");
    story.stream.finish();
    assert_eq!(story.shown(), "$ ");
}

#[test]
fn a_note_follows_what_ended_well_on_a_line_of_its_own() {
    for (status, printed, expected) in
        [(0, "out", "out\r\nnote\r\n"), (0, "out\r\n", "out\r\nnote\r\n"), (1, "out", "out")]
    {
        let mut story = Story::begin();
        story.mark("C;1.1");
        story.stream.note_for(id("1.1"), b"note\r\n".to_vec());
        story.prints(printed);
        story.mark(&format!("D;1.1;{status};0"));
        assert_eq!(story.shown(), expected);
    }
}

#[test]
fn a_line_that_could_not_be_read_has_been_seen() {
    let mut story = Story::begin();
    story.prints("$ ls (a)\r\nbash: syntax error near unexpected token `('\r\n");
    story.mark("D;1.1;2;1");
    let ended = story.stream.ended(&id("1.1")).expect("it has ended");
    assert!(ended.shown);
    assert!(String::from_utf8_lossy(&ended.text.head).contains("syntax error"));
}
