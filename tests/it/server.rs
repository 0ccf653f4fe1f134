//! A server on loopback that stands in for one that models answer at.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A server on loopback that answers chat completions from a list, and keeps what it was sent.
pub struct Server {
    /// Its port.
    pub port: u16,
    heard: Arc<Mutex<Vec<Heard>>>,
}

/// A request.
#[derive(Debug, Clone)]
pub struct Heard {
    /// What was asked for.
    pub path: String,
    /// By their names in small letters.
    pub headers: HashMap<String, String>,
    /// What was sent.
    pub body: String,
}

impl Server {
    /// One that answers each request with what `answer` makes of it: a status, and the text of the answer.
    pub fn start<T: AsRef<str>>(answer: impl Fn(&Heard) -> (u16, T) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (shared, answer) = (Arc::clone(&heard), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (shared, answer) = (Arc::clone(&shared), Arc::clone(&answer));
                std::thread::spawn(move || serve(&stream, &*answer, &shared));
            }
        });
        Self { port, heard }
    }

    /// What it was asked so far.
    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().expect("nobody panicked").clone()
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }
}

fn serve<T: AsRef<str>>(stream: &TcpStream, answer: &impl Fn(&Heard) -> (u16, T), shared: &Mutex<Vec<Heard>>) {
    let mut reader = BufReader::new(stream);
    while let Some(request) = request(&mut reader) {
        let (status, text) = answer(&request);
        let text = text.as_ref();
        shared.lock().expect("nobody panicked").push(request);
        let chunk = |content: serde_json::Value| format!("data: {content}\n\n");
        let half = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let delta = |text: &str, finish: serde_json::Value| {
            chunk(serde_json::json!({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]}))
        };
        let usage = chunk(serde_json::json!({"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 3}}));
        let body = if status == 200 {
            let parts = [delta(&text[..half], serde_json::Value::Null), delta(&text[half..], "stop".into()), usage];
            parts.concat() + "data: [DONE]\n\n"
        } else {
            format!("{{\"error\": {{\"message\": \"{text}\"}}}}")
        };
        let kind = if status == 200 { "text/event-stream" } else { "application/json" };
        let head = format!("HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
        let mut out = stream;
        if out.write_all((head + &body).as_bytes()).is_err() {
            return;
        }
    }
}

fn request(reader: &mut BufReader<&TcpStream>) -> Option<Heard> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|count| *count > 0)?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim().split_once(": ") else { break };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Heard { path, headers, body: String::from_utf8_lossy(&body).into_owned() })
}
