//! A model's server on loopback: it speaks chat completions, says what a test has it say, and keeps what it was asked.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};

use serde_json::{Value, json};

use crate::stage::{Mode, Setup};
use crate::terminal::PATIENCE;

/// One thing the server does while it answers.
#[derive(Debug, Clone)]
pub enum Say {
    /// A piece of the answer.
    Piece(String),
    /// Waits until the test lets it go on.
    Wait,
}

/// What an answer is made of, from the request's body.
type Script = Box<dyn Fn(&Value) -> Vec<Say> + Send + Sync>;

struct Shared {
    script: Script,
    heard: Mutex<Vec<Value>>,
    goes_on: Mutex<bool>,
    told: Condvar,
}

/// The server; it listens as long as the test's process lives.
pub struct Server {
    port: u16,
    shared: Arc<Shared>,
}

impl Server {
    /// One that answers as this says.
    pub fn start(script: impl Fn(&Value) -> Vec<Say> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            script: Box::new(script),
            heard: Mutex::new(Vec::new()),
            goes_on: Mutex::new(false),
            told: Condvar::new(),
        });
        let served = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&served);
                std::thread::spawn(move || serve(&stream, &shared));
            }
        });
        Self { port, shared }
    }

    /// The bodies of all requests so far.
    pub fn heard(&self) -> Vec<Value> {
        self.shared.heard.lock().expect("nobody panicked").clone()
    }

    /// Lets whoever waits go on, once.
    pub fn go_on(&self) {
        *self.shared.goes_on.lock().expect("nobody panicked") = true;
        self.shared.told.notify_all();
    }

    /// Names it in the settings, as the one model.
    pub fn configure(&self, setup: &mut Setup) {
        let hold = if setup.mode == Mode::Instant { "[host]\nhold_ms = 0\n" } else { "" };
        let model =
            format!("[models.small]\nkind = 'openai'\nurl = 'http://127.0.0.1:{}/v1'\nmodel = 'small'\n", self.port);
        setup.file(".config/ghost/config.toml", &format!("{hold}[brain]\ndeadline_ms = 60000\n{model}"));
    }
}

/// The text of all messages of a request.
pub fn text_of(request: &Value) -> String {
    let messages = request["messages"].as_array().into_iter().flatten();
    messages.filter_map(|message| message["content"].as_str()).collect::<Vec<_>>().join("\n")
}

fn serve(stream: &TcpStream, shared: &Shared) {
    let mut reader = BufReader::new(stream);
    while let Some(asked) = request(&mut reader) {
        let answer = (shared.script)(&asked);
        shared.heard.lock().expect("nobody panicked").push(asked);
        if say(stream, &answer, shared).is_err() {
            return;
        }
    }
}

fn say(mut out: &TcpStream, answer: &[Say], shared: &Shared) -> std::io::Result<()> {
    out.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")?;
    let mut chunk = |text: &str| out.write_all(format!("{:x}\r\n{text}\r\n", text.len()).as_bytes());
    for part in answer {
        match part {
            Say::Piece(text) => {
                let delta = json!({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": null}]});
                chunk(&format!("data: {delta}\n\n"))?;
            }
            Say::Wait => {
                let closed = shared.goes_on.lock().expect("nobody panicked");
                let waited = shared.told.wait_timeout_while(closed, PATIENCE, |goes_on| !*goes_on);
                *waited.expect("nobody panicked").0 = false;
            }
        }
    }
    let end = json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]});
    chunk(&format!("data: {end}\n\ndata: [DONE]\n\n"))?;
    chunk("")
}

fn request(reader: &mut BufReader<&TcpStream>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|count| *count > 0)?;
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
