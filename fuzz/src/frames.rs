//! Lines of the protocol: what one end reads, it can write, and the other end reads the same.

use ghostsh::protocol::codec::{Fault, decode_action, decode_event, encode_event};
use ghostsh::protocol::types::MAX_LINE_BYTES;

/// Reads the bytes as a line from the brain and as a line from the body.
pub fn check(bytes: &[u8]) {
    let (action, event) = (decode_action(bytes), decode_event(bytes));
    if let Ok(action) = action {
        // The body never writes an action; the brain's writer is held to the same schema.
        let line = serde_json::to_vec(&action).expect("a message is made of what JSON has");
        // Written out, an omitted field can make a line longer than the one that was read.
        if line.len() <= MAX_LINE_BYTES {
            assert_eq!(decode_action(&line).as_ref(), Ok(&action), "an action does not survive being written");
        }
    }
    if let Ok(event) = event {
        match encode_event(&event) {
            Ok(line) => {
                assert!(line.ends_with(b"\n") && !line[..line.len() - 1].contains(&b'\n'), "one message, one line");
                assert_eq!(decode_event(&line).as_ref(), Ok(&event), "an event does not survive being written");
            }
            Err(fault) => assert_eq!(fault, Fault::TooLong, "an event cannot be written"),
        }
    }
}
